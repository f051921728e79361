// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.adk.agents.SequentialAgent;
import com.google.adk.tools.ToolContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class AgentsTest {
  private static List<RecordedSpan> named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void await(String name, int count) {
    Recorded.await(
        () -> named(name).size() >= count,
        () -> count + " of '" + name + "' in " + Recorded.spans());
    assertThat(named(name)).hasSize(count);
  }

  @Test
  void anAgentIsASpanAroundItsModelAndItsTools() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(json(200, "", Agents.TOOL_CALL), json(200, "", Agents.TEXT))) {
      String said =
          Recorded.served(
              Map.of(), () -> Agents.ask(Agents.agent("clerk", server.url(), new Agents.Kettle())));
      assertThat(said).contains("Tea.");
    }
    await("invoke_agent clerk", 1);
    await("GET", 1);
    await("generate_content m-agent", 2);
    await("execute_tool kettle", 1);
    RecordedSpan agent = named("invoke_agent clerk").get(0);
    assertThat(agent.kind()).isEqualTo("INTERNAL");
    assertThat(agent.isChildOf(named("GET").get(0))).isTrue();
    assertThat(agent.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_agent")
        .containsEntry("gen_ai.agent.name", "clerk")
        .containsKey("gen_ai.conversation.id");
    assertThat(named("generate_content m-agent")).allMatch(model -> model.isChildOf(agent));
    RecordedSpan tool = named("execute_tool kettle").get(0);
    assertThat(tool.isChildOf(agent)).isTrue();
    assertThat(tool.attributes())
        .containsEntry("gen_ai.tool.name", "kettle")
        .containsEntry("gen_ai.tool.call.id", "call-1");
    assertThat(Recorded.spans().toString()).doesNotContain("the blue one");
  }

  @Test
  void anAgentWithinAnotherIsASpanOfItsOwn() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(json(200, "", Agents.TEXT), json(200, "", Agents.TEXT))) {
      SequentialAgent both =
          SequentialAgent.builder()
              .name("both")
              .subAgents(Agents.agent("first", server.url()), Agents.agent("second", server.url()))
              .build();
      Agents.ask(both);
    }
    await("invoke_agent both", 1);
    await("invoke_agent first", 1);
    await("invoke_agent second", 1);
    RecordedSpan both = named("invoke_agent both").get(0);
    assertThat(named("invoke_agent first").get(0).isChildOf(both)).isTrue();
    assertThat(named("invoke_agent second").get(0).isChildOf(both)).isTrue();
  }

  @Test
  void aToolThatFailsIsAnErrorAndSoIsItsAgent() throws Exception {
    Agents.Kettle broken =
        new Agents.Kettle() {
          @Override
          public Single<Map<String, Object>> runAsync(
              Map<String, Object> args, ToolContext context) {
            return Single.error(new IllegalStateException("no water"));
          }
        };
    try (ScriptedServer server = new ScriptedServer(json(200, "", Agents.TOOL_CALL))) {
      assertThatThrownBy(() -> Agents.ask(Agents.agent("unlucky", server.url(), broken)))
          .hasStackTraceContaining("no water");
    }
    await("execute_tool kettle", 1);
    await("invoke_agent unlucky", 1);
    assertThat(named("execute_tool kettle").get(0).attribute("error.type"))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(named("invoke_agent unlucky").get(0).status()).isEqualTo("ERROR");
  }
}
