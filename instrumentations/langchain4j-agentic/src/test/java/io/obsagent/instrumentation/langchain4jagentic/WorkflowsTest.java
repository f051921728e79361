// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jagentic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class WorkflowsTest {
  private static final Map<String, Object> TEA = Map.of("topic", "tea");
  private static final String WRITER = "invoke_agent Writer.write";
  private static final String EDITOR = "invoke_agent Editor.edit";

  @BeforeEach
  void clear() {
    Recorded.clear();
  }

  private static RecordedSpan only(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    assertThat(named(name)).hasSize(1);
    return Recorded.span(name);
  }

  private static List<RecordedSpan> named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static List<String> below(RecordedSpan span) {
    return Recorded.spans().stream()
        .filter(each -> each.isChildOf(span))
        .map(RecordedSpan::name)
        .toList();
  }

  @Test
  void aSequenceIsAWorkflowAroundItsAgents() {
    UntypedAgent workflow =
        AgenticServices.sequenceBuilder()
            .name("newsroom")
            .subAgents(Agents.writer(), Agents.editor())
            .outputKey("edited")
            .build();

    assertThat(workflow.invoke(TEA)).isEqualTo("brewed");
    RecordedSpan span = only("invoke_workflow newsroom");
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_workflow")
        .containsEntry("gen_ai.workflow.name", "newsroom")
        .containsEntry("gen_ai.provider.name", "langchain4j")
        .doesNotContainKey("gen_ai.agent.name");
    assertThat(below(span)).containsExactly(WRITER, EDITOR);
    assertThat(only(WRITER).traceId()).isEqualTo(span.traceId());
    assertThat(
            Recorded.metric(
                "ai_workflow_duration_seconds_count"
                    + "{workflow=\"newsroom\",status=\"success\"}"))
        .isEqualTo(1);
  }

  @Test
  void aLoopIsAWorkflowAroundEachOfItsTurns() {
    UntypedAgent workflow =
        AgenticServices.loopBuilder()
            .subAgents(Agents.writer())
            .maxIterations(3)
            .outputKey("story")
            .build();

    int before = Agents.ASKED.get();
    assertThat(workflow.invoke(TEA)).isEqualTo("brewed");
    int turns = Agents.ASKED.get() - before; // 1.11 takes one more than it is allowed
    assertThat(turns).isBetween(3, 4);
    assertThat(below(only("invoke_workflow Loop"))).isEqualTo(Collections.nCopies(turns, WRITER));
  }

  @Test
  void agentsThatWorkBesideEachOtherAreInOneWorkflow() {
    UntypedAgent workflow =
        AgenticServices.parallelBuilder()
            .subAgents(Agents.writer(), Agents.editor())
            .outputKey("edited")
            .build();

    assertThat(workflow.invoke(TEA)).isEqualTo("brewed");
    assertThat(below(only("invoke_workflow Parallel"))).containsExactlyInAnyOrder(WRITER, EDITOR);
  }

  @Test
  void aWorkflowWithinAnotherIsBelowIt() {
    UntypedAgent inner =
        AgenticServices.sequenceBuilder().subAgents(Agents.writer()).outputKey("story").build();
    UntypedAgent outer =
        AgenticServices.sequenceBuilder()
            .name("outer")
            .subAgents(inner, Agents.editor())
            .outputKey("edited")
            .build();

    assertThat(outer.invoke(TEA)).isEqualTo("brewed");
    RecordedSpan span = only("invoke_workflow outer");
    assertThat(below(span)).hasSize(2).contains(EDITOR);
    assertThat(only(WRITER).isChildOf(span)).isFalse();
  }

  @Test
  void aSupervisorIsAnAgentAboveThoseThatItAsks() {
    AgenticServices.supervisorBuilder()
        .name("chief")
        .chatModel(Agents.model())
        .subAgents(Agents.writer())
        .build()
        .invoke("tea, please");

    RecordedSpan span = only("invoke_agent chief");
    assertThat(below(span)).contains(WRITER);
    assertThat(span.attribute("gen_ai.agent.name")).isEqualTo("chief");
  }

  @Test
  void aFailureOfAnAgentIsThatOfItsWorkflow() {
    UntypedAgent workflow =
        AgenticServices.sequenceBuilder()
            .name("failing")
            .subAgents(Agents.writer())
            .outputKey("story")
            .build();

    assertThatThrownBy(() -> workflow.invoke(Map.of("topic", "fail")))
        .isInstanceOf(RuntimeException.class);
    assertThat(only("invoke_workflow failing").status()).isEqualTo("ERROR");
  }
}
