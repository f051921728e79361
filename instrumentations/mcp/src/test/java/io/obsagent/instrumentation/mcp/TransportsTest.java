// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SDK's own client and server talk to each other. */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportsTest {
  private final Map<Pair.Transport, Pair> pairs = new EnumMap<>(Pair.Transport.class);

  private Object client(Pair.Transport transport) throws Exception {
    assumeTrue(transport.isThere(), "a version before " + transport);
    Pair pair = pairs.get(transport);
    if (pair == null) {
      pair = Pair.of(transport);
      pairs.put(transport, pair);
    }
    Recorded.clear();
    return pair.client;
  }

  @AfterAll
  void close() throws Exception {
    for (Pair pair : pairs.values()) {
      pair.close();
    }
  }

  private static RecordedSpan only(String name, String kind) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> is(span, name, kind)),
        () -> "no " + kind + " span '" + name + "' among " + Recorded.spans());
    List<RecordedSpan> found =
        Recorded.spans().stream().filter(span -> is(span, name, kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static boolean is(RecordedSpan span, String name, String kind) {
    return span.name().equals(name) && span.kind().equals(kind);
  }

  @ParameterizedTest
  @EnumSource
  void aToolIsCalledInOneTrace(Pair.Transport transport) throws Exception {
    Object client = client(transport);
    double calls = calls("add", "success");
    Object result = Recorded.served(Map.of(), () -> Sdk.callTool(client, "add"));

    assertThat(Sdk.text(result)).isEqualTo("3");
    RecordedSpan sent = only("tools/call add", "CLIENT");
    assertThat(sent.attributes())
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("gen_ai.tool.name", "add")
        .containsEntry("obs.mcp.server.name", "shop-tools")
        .containsEntry("network.transport", transport == Pair.Transport.STDIO ? "pipe" : "tcp")
        .containsKey("mcp.protocol.version")
        .doesNotContainKey("error.type");
    assertThat(sent.attribute("server.address"))
        .isEqualTo(transport == Pair.Transport.STDIO ? null : "127.0.0.1");
    assertThat(sent.attribute("server.port") == null).isEqualTo(transport == Pair.Transport.STDIO);
    assertThat(sent.status()).isEqualTo("UNSET");
    if (transport == Pair.Transport.STDIO) {
      assertThat(Sdk.text(Sdk.callTool(client, "spans")))
          .isEqualTo("SERVER " + sent.traceId() + ' ' + sent.spanId());
      assertThat(calls("add", "success")).isEqualTo(calls + 1);
    } else {
      RecordedSpan served = only("tools/call add", "SERVER");
      assertThat(served.isChildOf(sent)).as(served + " of " + sent).isTrue();
      assertThat(served.attributes())
          .containsEntry("mcp.method.name", "tools/call")
          .containsEntry("gen_ai.tool.name", "add")
          .containsEntry("obs.mcp.server.name", "shop-tools")
          .containsKey("jsonrpc.request.id");
      assertThat(calls("add", "success")).as("made, and served").isEqualTo(calls + 2);
    }
    assertThat(Recorded.spans().toString()).doesNotContain("s3cr3t");
  }

  private static double calls(String tool, String status) {
    Double calls =
        Recorded.metric(
            "mcp_tool_calls_total{server=\"shop-tools\",tool=\""
                + tool
                + "\",status=\""
                + status
                + "\"}");
    return calls == null ? 0 : calls;
  }

  @ParameterizedTest
  @EnumSource
  void aToolThatSaysThatItFailedHasFailed(Pair.Transport transport) throws Exception {
    Object client = client(transport);
    double calls = calls("broken", "error");
    Object result = Sdk.callTool(client, "broken");

    assertThat(Sdk.call(result, "isError")).isEqualTo(true);
    RecordedSpan sent = only("tools/call broken", "CLIENT");
    assertThat(sent.attribute("error.type")).isEqualTo("tool_error");
    assertThat(sent.status()).isEqualTo("ERROR");
    if (transport != Pair.Transport.STDIO) {
      RecordedSpan served = only("tools/call broken", "SERVER");
      assertThat(served.attribute("error.type")).isEqualTo("tool_error");
      assertThat(calls("broken", "error")).isEqualTo(calls + 2);
    } else {
      assertThat(calls("broken", "error")).isEqualTo(calls + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aToolThatIsNotThereIsTheCallersMistake(Pair.Transport transport) throws Exception {
    Object client = client(transport);
    String failure;
    try {
      failure = String.valueOf(Sdk.call(Sdk.callTool(client, "absent"), "isError"));
    } catch (Throwable e) {
      failure = e.getClass().getSimpleName();
    }

    RecordedSpan sent = only("tools/call absent", "CLIENT");
    assertThat(sent.status()).as(failure).isEqualTo("ERROR");
    if (failure.equals("McpError")) {
      assertThat(sent.attribute("error.type")).asString().startsWith("-32");
      assertThat(sent.attribute("rpc.response.status_code")).asString().startsWith("-32");
    }
  }

  @ParameterizedTest
  @EnumSource
  void promptsAndResourcesAreAskedForInOneTrace(Pair.Transport transport) throws Exception {
    Object client = client(transport);
    Sdk.call(
        client,
        "getPrompt",
        Sdk.value("GetPromptRequest", "{\"name\":\"greet\",\"arguments\":{}}"));
    Sdk.call(
        client, "readResource", Sdk.value("ReadResourceRequest", "{\"uri\":\"shop://stock\"}"));
    Sdk.call(client, "listTools");

    RecordedSpan prompt = only("prompts/get greet", "CLIENT");
    RecordedSpan resource = only("resources/read", "CLIENT");
    RecordedSpan list = only("tools/list", "CLIENT");
    assertThat(prompt.attribute("gen_ai.prompt.name")).isEqualTo("greet");
    assertThat(resource.attribute("mcp.resource.uri")).isEqualTo("shop://stock");
    if (transport != Pair.Transport.STDIO) {
      assertThat(only("prompts/get greet", "SERVER").isChildOf(prompt)).isTrue();
      assertThat(only("resources/read", "SERVER").isChildOf(resource)).isTrue();
      assertThat(only("tools/list", "SERVER").isChildOf(list)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheApplicationAsksWithStaysItsOwn(Pair.Transport transport) throws Exception {
    Object client = client(transport);
    Object request = Sdk.value("CallToolRequest", "{\"name\":\"add\",\"arguments\":{\"a\":1}}");
    String before = request.toString();
    Sdk.call(client, "callTool", request);

    assertThat(request.toString()).isEqualTo(before);
  }

  /** But for a server that is a process: to make another one takes long. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STDIO")
  void asLongAsASessionIsThereIsAMetric(Pair.Transport transport) throws Exception {
    assumeTrue(transport.isThere(), "a version before " + transport);
    double made = sessions("client");
    double served = sessions("server");
    Pair pair = Pair.of(transport);
    Sdk.callTool(pair.client, "add");
    assertThat(sessions("client")).isEqualTo(made);
    pair.close();

    Recorded.await(() -> sessions("client") == made + 1, () -> "no session of a client has ended");
    if (transport != Pair.Transport.STATELESS_HTTP) {
      Recorded.await(() -> sessions("server") == served + 1, () -> "no session served has ended");
    }
  }

  private static double sessions(String side) {
    String labels = "\",transport=\"tcp\"}";
    String name = "mcp_" + side + "_session_duration_seconds_count{server=\"shop-tools\"";
    double all = 0;
    for (String series : Recorded.seriesNames()) {
      if (series.startsWith(name) && series.endsWith(labels)) {
        all += Recorded.metric(series);
      }
    }
    return all;
  }
}
