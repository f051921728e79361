// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.langchain4jservices.Assistant.BrokenKettle;
import io.obsagent.instrumentation.langchain4jservices.Assistant.Kettle;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class AiServicesTest {
  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  private static List<RecordedSpan> childrenOf(RecordedSpan parent) {
    List<RecordedSpan> children = new ArrayList<>();
    for (RecordedSpan span : Recorded.spans()) {
      if (parent.spanId().equals(span.parentSpanId())) {
        children.add(span);
      }
    }
    return children;
  }

  /** The agent, two calls of the model, and the tool between them. */
  private static void assertOneAgent(String name) {
    Recorded.awaitSpans(4);
    RecordedSpan agent = Recorded.span("invoke_agent " + name);
    assertThat(agent.status()).isEqualTo("UNSET");
    assertThat(agent.kind()).isEqualTo("INTERNAL");
    assertThat(agent.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_agent")
        .containsEntry("gen_ai.agent.name", name);
    assertThat(childrenOf(agent))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("chat m-agent", "execute_tool kettle", "chat m-agent");
    assertThat(Recorded.span("execute_tool kettle").attributes())
        .containsEntry("gen_ai.tool.name", "kettle")
        .containsEntry("gen_ai.tool.call.id", "t-1")
        .containsEntry("gen_ai.tool.type", "function");
  }

  @Test
  void aServiceIsAnAgentWithItsModelCallsAndTools() {
    assertThat(Assistant.of(Script.withTool(), new Kettle()).chat("Tea?")).isEqualTo("Tea.");

    assertOneAgent("Assistant.chat");
    assertThat(
            Recorded.metric(
                "ai_agent_duration_seconds_count{agent=\"Assistant.chat\",status=\"success\"}"))
        .isNotNull();
  }

  @Test
  void theMemoryThatAServiceIsToGoOnWithIsTheConversation() {
    Assistant.of(Script.withTool(), new Kettle()).goOn("c-17", "Tea?");
    assertOneAgent("Assistant.goOn");
    assertThat(Recorded.span("invoke_agent Assistant.goOn").attributes())
        .containsEntry("gen_ai.conversation.id", "c-17");
  }

  @Test
  void anObjectOfTheApplicationsThatStandsForAMemoryIsNotTold() {
    Assistant.of(Script.withTool(), new Kettle()).goOn(List.of("mine"), "Tea?");
    assertOneAgent("Assistant.goOn");
    assertThat(Recorded.span("invoke_agent Assistant.goOn").attributes())
        .doesNotContainKey("gen_ai.conversation.id");
  }

  @Test
  void aStreamOfTokensIsOneAgentUntilItsLastAnswer() throws Exception {
    assertThat(Assistant.read(Assistant.of(Script.withTool(), new Kettle()).stream("Tea?")))
        .isEqualTo("Tea.");

    assertOneAgent("Assistant.stream");
  }

  @Test
  void aStreamThatFailsIsAnAgentsError() {
    assertThatThrownBy(
            () -> Assistant.read(Assistant.of(Script.refusing(), new Kettle()).stream("Tea?")))
        .isInstanceOf(Exception.class);

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("invoke_agent Assistant.stream").status()).isEqualTo("ERROR");
    assertThat(Recorded.span("chat m-agent").attribute("error.type")).isEqualTo("authentication");
  }

  @Test
  void aStreamThatNobodyStartsEndsWhenItIsCollected() {
    Assistant.of(Script.refusing(), new Kettle()).stream("Tea?");

    Recorded.await(
        () -> {
          System.gc();
          return !Recorded.spans().isEmpty();
        },
        () -> "the agent's work has not ended");
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("invoke_agent Assistant.stream");
  }

  @Test
  void aToolThatFailsIsAnErrorWhereTheLibrarySaysSo() {
    assertThat(Assistant.of(Script.withTool(), new BrokenKettle()).chat("Tea?")).isEqualTo("Tea.");

    Recorded.awaitSpans(4);
    RecordedSpan tool = Recorded.span("execute_tool kettle");
    if (System.getProperty("library.version") == null) {
      assertThat(tool.status()).as("1.0 answers what was thrown as text").isEqualTo("UNSET");
    } else {
      assertThat(tool.status()).isEqualTo("ERROR");
      assertThat(tool.attribute("error.type"))
          .isIn("java.lang.IllegalStateException", "tool_error");
    }
    assertThat(Recorded.span("invoke_agent Assistant.chat").status()).isEqualTo("UNSET");
  }

  @Test
  void aServiceThatFailsIsAnError() {
    assertThatThrownBy(() -> Assistant.of(Script.refusing(), new Kettle()).chat("Tea?"))
        .isInstanceOf(RuntimeException.class);

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("invoke_agent Assistant.chat").status()).isEqualTo("ERROR");
  }

  @Test
  void aServiceIsStillAnObjectAndNoAgentForThat() {
    Assistant assistant = Assistant.of(Script.refusing(), new Kettle());
    assertThat(assistant.hashCode()).isEqualTo(assistant.hashCode());
    assertThat(assistant.toString()).isEqualTo(assistant.toString());
    assertThat(Recorded.settled()).isEmpty();
  }
}
