// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ollama4j.tools.annotations.ToolSpec;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ToolsTest {
  private static final String CALL =
      "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"kettle\",\"arguments\":{}}}]},"
          + "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":5";

  /** What the application has. */
  public static final class Kettles {
    @ToolSpec(name = "kettle", desc = "says which kettle is good")
    public String kettle() {
      return "the blue one";
    }
  }

  @Test
  void aToolIsBetweenTheCallsThatAskForItAndGoOn() throws Exception {
    String asks = OllamaWire.HEAD + CALL + OllamaWire.usage(3, 2);
    String answers = OllamaWire.HEAD + OllamaWire.TEXT + OllamaWire.usage(3, 2);
    try (ScriptedServer server =
        OllamaWire.isOlder()
            ? new ScriptedServer(
                stream("application/x-ndjson", asks + "\n"),
                stream("application/x-ndjson", answers + "\n"))
            : new ScriptedServer(json(200, "", asks), json(200, "", answers))) {
      Object client = OllamaWire.client(server.url());
      client.getClass().getMethod("setMaxChatToolCallRetries", int.class).invoke(client, 2);
      client
          .getClass()
          .getMethod("registerAnnotatedTools", Object.class)
          .invoke(client, new Kettles());
      Method chat = OllamaWire.method(client, "chat", OllamaWire.isOlder() ? 1 : 2);
      Recorded.served(
          Map.of(),
          () ->
              OllamaWire.isOlder()
                  ? OllamaWire.call(chat, client, OllamaWire.question("m-tools", "Tea?"))
                  : OllamaWire.call(chat, client, OllamaWire.question("m-tools", "Tea?"), null));
      assertThat(server.requests()).hasSize(2);
    }
    Recorded.await(
        () -> named("chat m-tools") == 2 && named("execute_tool kettle") == 1 && named("GET") == 1,
        () -> "two calls, a tool and who served it among " + Recorded.spans());
    RecordedSpan tool = Recorded.span("execute_tool kettle");
    assertThat(tool.isChildOf(Recorded.span("GET"))).isTrue();
    assertThat(tool.kind()).isEqualTo("INTERNAL");
    assertThat(tool.attributes())
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("gen_ai.tool.name", "kettle")
        .containsEntry("gen_ai.tool.type", "function")
        .doesNotContainKeys("gen_ai.tool.call.arguments", "gen_ai.tool.call.result");
  }

  private static long named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).count();
  }
}
