// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ToolsTest {
  @BeforeEach
  void clear() {
    Recorded.clear();
  }

  private static RecordedSpan only(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  private static void assertNoSecondSpan() {
    only("invoke_agent Assistant.chat");
    assertThat(Recorded.spans())
        .extracting(RecordedSpan::name)
        .noneMatch(name -> name.startsWith("tools/call"));
  }

  @Test
  void aToolOfAnMcpServerIsOneSpanAboveItsRequest() throws Exception {
    RecordedSpan tool;
    try (ToolServer server = new ToolServer(Conversation.text("7", false))) {
      assertThat(Conversation.hold(server)).isEqualTo("answered 7");
      tool = only("execute_tool get-stock");
      assertThat(server.request("tools/call").at("/params/_meta/traceparent").asText())
          .isEqualTo("00-" + tool.traceId() + '-' + tool.spanId() + "-01");
    }
    assertThat(tool.attributes())
        .containsEntry("gen_ai.tool.name", "get-stock")
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("mcp.protocol.version", "2025-06-18")
        .containsEntry("obs.mcp.server.name", "shop-tools")
        .containsEntry("network.transport", "tcp")
        .containsEntry("server.address", "127.0.0.1")
        .containsKey("jsonrpc.request.id")
        .doesNotContainKey("error.type");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.isChildOf(tool)),
        () -> "no request over HTTP below " + tool);
    assertNoSecondSpan();
    assertThat(only("initialize").attributes()).containsEntry("obs.mcp.server.name", "shop-tools");
    assertThat(only("tools/list").kind()).isEqualTo("CLIENT");
    assertThat(
            Recorded.metric(
                "mcp_client_session_duration_seconds_count"
                    + "{server=\"shop-tools\",version=\"2025-06-18\",transport=\"tcp\"}"))
        .isPositive();
  }

  @Test
  void aToolThatSaysThatItFailedHasFailed() throws Exception {
    try (ToolServer server = new ToolServer(Conversation.text("not to be read", true))) {
      Conversation.hold(server);
    }

    RecordedSpan tool = only("execute_tool get-stock");
    assertThat(tool.status()).isEqualTo("ERROR");
    assertThat(tool.attribute("error.type")).isEqualTo("tool_error");
    assertNoSecondSpan();
    assertThat(
            Recorded.metric(
                "mcp_tool_calls_total"
                    + "{server=\"shop-tools\",tool=\"get-stock\",status=\"error\"}"))
        .isPositive();
  }
}
