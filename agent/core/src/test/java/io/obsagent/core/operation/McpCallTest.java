// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.RouteSource;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class McpCallTest {
  private static final TextMapGetter<Map<String, String>> META =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> meta) {
          return meta.keySet();
        }

        @Override
        public String get(Map<String, String> meta, String name) {
          return meta.get(name);
        }

        @Override
        public Iterator<String> getAll(Map<String, String> meta, String name) {
          return meta.containsKey(name)
              ? List.of(meta.get(name)).iterator()
              : List.<String>of().iterator();
        }
      };

  private final Fixture fixture = new Fixture();

  private static McpRequest tool(String name) {
    return McpRequest.of(McpRequest.TOOLS_CALL).name(name).server("shop", "2025-11-25");
  }

  private McpOperation serve(McpRequest request, Map<String, String> meta) {
    McpOperation operation = fixture.telemetry().startMcpServer(request, META, meta);
    operation.attach();
    return operation;
  }

  @Test
  void aServedRequestIsAChildOfItsSenderAndLinkedToTheRequestOverHttp() {
    McpOperation sent = fixture.telemetry().startMcpClient(tool("add"));
    Map<String, String> meta = new HashMap<>();
    sent.inject(meta, Fixture.HEADERS);
    assertThat(meta).containsOnlyKeys("traceparent", "baggage");
    sent.end(null);
    HttpServerOperation http = fixture.serve(new Fixture.Request("POST", "/mcp"));
    http.attach();
    serve(tool("add").id(7), meta).finish(null);
    http.finish(null);

    FinishedSpan client = fixture.spans.get(0);
    FinishedSpan server = fixture.spans.get(1);
    assertThat(client.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.name()).isEqualTo("tools/call add");
    assertThat(server.traceIdHigh()).isEqualTo(client.traceIdHigh());
    assertThat(server.parentSpanId()).isEqualTo(client.spanId());
    assertThat(server.links()).containsExactly(fixture.spans.get(2).context());
    assertThat(Fixture.attributes(server)).containsEntry("jsonrpc.request.id", "7");
    assertThat(fixture.values("mcp_tool_calls_total"))
        .containsOnly(entry(List.of("shop", "add", "success"), 2.0));
  }

  @Test
  void withoutASenderItIsAChildOfTheRequestOverHttp() {
    HttpServerOperation http = fixture.serve(new Fixture.Request("POST", "/mcp"));
    http.attach();
    serve(tool("add"), Map.of()).finish(null);
    http.finish(null);

    assertThat(fixture.spans.get(0).parentSpanId()).isEqualTo(fixture.spans.get(1).spanId());
  }

  @Test
  void aModelThatAToolCallsIsOfTheRequestsRoute() {
    McpOperation sent = fixture.telemetry().startMcpClient(tool("ask"));
    Map<String, String> meta = new HashMap<>();
    sent.inject(meta, Fixture.HEADERS);
    HttpServerOperation http = fixture.serve(new Fixture.Request("POST", "/mcp"));
    http.attach();
    http.route(RouteSource.CONTAINER, "/mcp");
    McpOperation served = serve(tool("ask"), meta);
    GenAiOperation call =
        fixture.telemetry().startGenAi(GenAiRequest.of(GenAiTask.CHAT, "openai").model("gpt-4o"));
    call.end(null);
    served.finish(null);
    http.finish(null);

    assertThat(fixture.values("ai_workload_duration_seconds"))
        .containsOnlyKeys(List.of("/mcp", "chat", "success"));
  }

  @Test
  void theCallersMistakeIsNoErrorOfTheServer() {
    McpOperation served = serve(tool("absent"), Map.of());
    served.refused(-32602);
    served.finish(null);
    McpOperation sent = fixture.telemetry().startMcpClient(tool("absent"));
    sent.refused(-32602);
    sent.end(null);

    assertThat(fixture.spans.get(0).statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("rpc.response.status_code", "-32602")
        .doesNotContainKey("error.type");
    assertThat(fixture.spans.get(1).statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(Fixture.attributes(fixture.spans.get(1))).containsEntry("error.type", "-32602");
    assertThat(fixture.values("mcp_tool_calls_total"))
        .containsOnly(entry(List.of("shop", "absent", "error"), 2.0));
  }

  @Test
  void aFailureOfTheServerIsOne() {
    for (int code : new int[] {-32603, -32000, -32099}) {
      McpOperation served = serve(tool("broken"), Map.of());
      served.refused(code);
      served.finish(null);
    }
    McpOperation told = serve(tool("broken"), Map.of());
    told.toolFailed();
    told.finish(null);

    assertThat(fixture.spans)
        .extracting(span -> Fixture.attributes(span).get("error.type"))
        .containsExactly("-32603", "-32000", "-32099", "tool_error");
  }

  @Test
  void whatIsAskedForIsOnTheSpanAndNothingElse() {
    McpOperation sent =
        fixture
            .telemetry()
            .startMcpClient(McpRequest.of("resources/read").uri("shop://stock").transport("pipe"));
    sent.answeredBy("stock", "2025-06-18");
    sent.end(null);

    assertThat(fixture.spans.get(0).name()).isEqualTo("resources/read");
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("mcp.resource.uri", "shop://stock")
        .containsEntry("network.transport", "pipe")
        .containsEntry("obs.mcp.server.name", "stock")
        .containsEntry("mcp.protocol.version", "2025-06-18")
        .doesNotContainKeys("gen_ai.operation.name", "gen_ai.tool.name", "error.type");
    assertThat(fixture.values("mcp_client_operation_duration_seconds"))
        .containsOnlyKeys(List.of("resources/read", "stock", "none", ""));
  }

  private GenAiOperation run(String name) {
    GenAiOperation tool =
        fixture
            .telemetry()
            .startGenAi(
                GenAiRequest.of(GenAiTask.EXECUTE_TOOL, "spring_ai").tool(name, "function", "t-1"));
    tool.attach();
    return tool;
  }

  @Test
  void aToolThatIsACallOfAnotherOneIsOneSpanWhichSaysBoth() {
    GenAiOperation tool = run("shop_get_stock");
    McpOperation sent =
        fixture.telemetry().startMcpClient(tool("get-stock").address("tools.local", 8080));
    Map<String, String> meta = new HashMap<>();
    sent.inject(meta, Fixture.HEADERS);
    sent.answeredBy("shop", "2025-11-25");
    sent.end(null);
    tool.finish(null);
    serve(tool("get-stock"), meta).finish(null);

    assertThat(fixture.spans).hasSize(2);
    FinishedSpan both = fixture.spans.get(0);
    assertThat(both.name()).isEqualTo("execute_tool shop_get_stock");
    assertThat(Fixture.attributes(both))
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("obs.mcp.server.name", "shop")
        .containsEntry("server.address", "tools.local")
        .containsEntry("server.port", 8080L)
        .containsEntry("gen_ai.tool.name", "shop_get_stock")
        .containsEntry("gen_ai.tool.call.id", "t-1")
        .doesNotContainKey("error.type");
    assertThat(fixture.spans.get(1).parentSpanId()).isEqualTo(both.spanId());
    assertThat(fixture.values("mcp_client_operation_duration_seconds"))
        .containsOnlyKeys(List.of("tools/call", "shop", "get-stock", ""));
    assertThat(fixture.values("ai_tool_duration_seconds"))
        .containsOnlyKeys(List.of("shop_get_stock", "success"));
  }

  @Test
  void aFailureOfTheOtherToolIsTheToolsEvenIfItsFrameworkTellsTheModelOnly() {
    GenAiOperation tool = run("add");
    McpOperation sent = fixture.telemetry().startMcpClient(tool("add"));
    sent.toolFailed();
    sent.end(null);
    tool.finish(null);

    assertThat(fixture.spans).hasSize(1);
    assertThat(fixture.spans.get(0).statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(Fixture.attributes(fixture.spans.get(0))).containsEntry("error.type", "tool_error");
    assertThat(fixture.values("ai_tool_duration_seconds"))
        .containsOnlyKeys(List.of("add", "error"));
    assertThat(fixture.values("mcp_tool_calls_total"))
        .containsOnly(entry(List.of("shop", "add", "error"), 1.0));
  }

  @Test
  void whatAToolOfTheApplicationsCallsIsItsChild() {
    GenAiOperation tool = run("order");
    fixture.telemetry().startMcpClient(tool("add")).end(null);
    tool.finish(null);
    GenAiOperation again = run("add");
    fixture.telemetry().startMcpClient(tool("add")).end(null);
    fixture.telemetry().startMcpClient(tool("add")).end(null);
    again.finish(null);

    assertThat(fixture.spans)
        .extracting(FinishedSpan::name)
        .containsExactly(
            "tools/call add", "execute_tool order", "tools/call add", "execute_tool add");
    assertThat(fixture.spans.get(0).parentSpanId()).isEqualTo(fixture.spans.get(1).spanId());
    assertThat(fixture.spans.get(2).parentSpanId()).isEqualTo(fixture.spans.get(3).spanId());
  }

  @Test
  void namesOfAServersToolsMayHaveAPrefix() {
    assertThat(ToolOverMcp.isSame("get-stock", "get-stock")).isTrue();
    assertThat(ToolOverMcp.isSame("alt_1_get_stock", "get-stock")).isTrue();
    assertThat(ToolOverMcp.isSame("forget-stock", "get-stock")).isFalse();
    assertThat(ToolOverMcp.isSame("stock", "get-stock")).isFalse();
    assertThat(ToolOverMcp.isSame(null, "get-stock")).isFalse();
    assertThat(ToolOverMcp.isSame("stock_", "")).isFalse();
  }
}
