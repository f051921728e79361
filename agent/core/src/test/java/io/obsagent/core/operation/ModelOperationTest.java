// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelOperationTest {
  private final Fixture fixture = new Fixture();

  private GenAiOperation start(GenAiRequest request) {
    GenAiOperation operation = fixture.telemetry().startGenAi(request);
    return operation == null ? null : (GenAiOperation) operation.attach();
  }

  private static GenAiRequest chat(String model) {
    return GenAiRequest.of(GenAiTask.CHAT, "openai").model(model);
  }

  private static GenAiRequest agent(String name) {
    return GenAiRequest.of(GenAiTask.INVOKE_AGENT, "openai").agent("a-1", name);
  }

  private static GenAiRequest tool(String name) {
    return GenAiRequest.of(GenAiTask.EXECUTE_TOOL, "openai").tool(name, "function", "call-1");
  }

  @Test
  void anInferenceOfAnAgentThatIsAToolOfAnAgentCountsAsOneOfItsOwn() {
    GenAiOperation outer = start(agent("planner"));
    GenAiOperation first = start(chat("big"));
    first.finish(null);
    GenAiOperation tool = start(tool("ask-expert"));
    GenAiOperation inner = start(agent("expert"));
    GenAiOperation second = start(chat("small"));
    assertThat(start(chat("small"))).as("the same inference, seen by another layer").isNull();
    assertThat(fixture.telemetry().currentGenAi()).isSameAs(second);
    second.finish(null);
    inner.finish(null);
    tool.finish(new IllegalStateException("no"));
    outer.finish(null);

    assertThat(fixture.spans)
        .extracting(FinishedSpan::name)
        .containsExactly(
            "chat big",
            "chat small",
            "invoke_agent expert",
            "execute_tool ask-expert",
            "invoke_agent planner");
    assertThat(fixture.spans)
        .extracting(FinishedSpan::kind)
        .containsExactly(
            SpanKind.CLIENT,
            SpanKind.CLIENT,
            SpanKind.INTERNAL,
            SpanKind.INTERNAL,
            SpanKind.INTERNAL);
    assertThat(fixture.values("ai_requests_total"))
        .containsOnly(
            entry(List.of("big", "openai", "success"), 1.0),
            entry(List.of("small", "openai", "success"), 1.0));
    assertThat(fixture.values("ai_agent_duration_seconds"))
        .containsOnly(
            entry(List.of("planner", "success"), 1.0), entry(List.of("expert", "success"), 1.0));
    assertThat(fixture.values("ai_tool_duration_seconds"))
        .containsOnly(entry(List.of("ask-expert", "error"), 1.0));
    assertThat(Fixture.attributes(fixture.spans.get(3)))
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("gen_ai.tool.name", "ask-expert")
        .containsEntry("gen_ai.tool.type", "function")
        .containsEntry("gen_ai.tool.call.id", "call-1");
  }

  @Test
  void anInferenceThatRunsToolsItselfLetsTheirInferencesCount() {
    GenAiOperation outer = start(chat("big"));
    GenAiOperation tool = start(tool("summary"));
    GenAiOperation inner = start(chat("small"));

    assertThat(inner).isNotNull();
    inner.finish(null);
    tool.finish(null);
    outer.finish(null);
  }

  @Test
  void anInnerLayerTellsTheCurrentOperationWhatItKnows() {
    GenAiOperation framework = start(chat("big"));
    DbOperation unrelated = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
    unrelated.attach();

    GenAiOperation current = fixture.telemetry().currentGenAi();
    current.response("id-7", "big-2026");
    assertThat(current.kind()).isEqualTo(GenAiTask.Kind.INFERENCE);

    unrelated.finish(null);
    framework.finish(null);
    assertThat(fixture.telemetry().currentGenAi()).isNull();
    assertThat(Fixture.attributes(fixture.spans.get(1)))
        .containsEntry("gen_ai.response.id", "id-7");
  }

  @Test
  void usageThatComesInPartsIsOne() {
    GenAiOperation call = start(chat("m"));
    call.usage(new GenAiUsage(25, 1, 10, -1, -1));
    call.usage(new GenAiUsage(-1, 90, -1, -1, 40));
    call.finish(null);

    assertThat(fixture.values("ai_tokens_used_total"))
        .containsOnly(
            entry(List.of("m", "openai", "input"), 25.0),
            entry(List.of("m", "openai", "output"), 90.0),
            entry(List.of("m", "openai", "cache_read"), 10.0),
            entry(List.of("m", "openai", "reasoning"), 40.0));
  }

  @Test
  void whatFewRequestsSayIsOnTheSpan() {
    start(
            chat("m")
                .topK(40)
                .seed(-7L)
                .choices(3)
                .stop(List.of("END"))
                .frequencyPenalty(-0.5)
                .presencePenalty(1)
                .conversation("c-1"))
        .finish(null);
    start(chat("m").choices(1).topK(Double.NaN).seed(null)).finish(null);

    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.request.top_k", 40.0)
        .containsEntry("gen_ai.request.seed", -7L)
        .containsEntry("gen_ai.request.choice.count", 3L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.request.frequency_penalty", -0.5)
        .containsEntry("gen_ai.request.presence_penalty", 1.0)
        .containsEntry("gen_ai.conversation.id", "c-1");
    assertThat(Fixture.attributes(fixture.spans.get(1)))
        .containsOnlyKeys(
            "correlation.id",
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model");
  }

  @Test
  void aModelThatNobodyNamedIsUnknownToTheMetricOnly() {
    start(GenAiRequest.of(GenAiTask.EMBEDDINGS, "openai")).finish(null);

    assertThat(fixture.spans.get(0).name()).isEqualTo("embeddings");
    assertThat(fixture.values("ai_requests_total"))
        .containsOnly(entry(List.of("unknown", "openai", "success"), 1.0));
  }

  @Test
  void aCallCostsItsTokensByThePriceOfTheModelThatAnswered() {
    GenAiOperation call = start(chat("gpt-4o"));
    call.response("1", "gpt-4o-mini-2024-07-18");
    call.usage(new GenAiUsage(1_000_000, 500_000, -1, -1, -1));
    call.finish(null);

    assertThat(fixture.values("ai_cost_usd_total"))
        .containsOnly(entry(List.of("gpt-4o", "openai"), 0.45));
    assertThat(Fixture.attributes(fixture.spans.get(0))).containsEntry("gen_ai.usage.cost", 0.45);
    assertThat(fixture.values("ai_cost_unknown_total")).isEmpty();
  }

  @Test
  void aModelWithoutPriceHasNoCostRatherThanNone() {
    GenAiOperation call = start(chat("home-made"));
    call.usage(new GenAiUsage(10, 5, -1, -1, -1));
    call.finish(null);

    assertThat(fixture.values("ai_cost_usd_total")).isEmpty();
    assertThat(Fixture.attributes(fixture.spans.get(0))).doesNotContainKey("gen_ai.usage.cost");
    assertThat(fixture.values("ai_cost_unknown_total"))
        .containsOnly(entry(List.of("home-made", "openai"), 1.0));
  }

  @Test
  void anAnswerWithoutTokensHasNoCostAndAFailureHasNone() {
    start(chat("gpt-4o")).finish(null);
    start(chat("gpt-4o")).finish(new IllegalStateException("429"));

    assertThat(fixture.values("ai_cost_usd_total")).isEmpty();
    assertThat(fixture.values("ai_cost_unknown_total"))
        .containsOnly(entry(List.of("gpt-4o", "openai"), 1.0));
  }

  @Test
  void aDeploymentIsPricedByTheModelBehindIt() {
    GenAiOperation call =
        start(GenAiRequest.of(GenAiTask.CHAT, "azure.ai.openai").model("prod-eu"));
    call.response("1", "gpt-4o-2024-11-20");
    call.usage(new GenAiUsage(1_000_000, 0, -1, -1, -1));
    call.finish(null);

    assertThat(fixture.values("ai_cost_usd_total"))
        .containsOnly(entry(List.of("prod-eu", "azure.ai.openai"), 2.5));
  }

  @Test
  void aPriceThatIsChangedCountsFromTheNextCallOn() {
    fixture.config.with("ai.prices", "mine=1/1");
    pay("mine");
    fixture.config.change("ai.prices", "mine=5/5");
    pay("mine");

    assertThat(fixture.values("ai_cost_usd_total"))
        .containsOnly(entry(List.of("mine", "openai"), 6.0));
  }

  private void pay(String model) {
    GenAiOperation call = start(chat(model));
    call.usage(new GenAiUsage(1_000_000, 0, -1, -1, -1));
    call.finish(null);
  }

  @Test
  void theCostIsToldAsProposedForTheConventions() {
    fixture.config.with("ai.cost-attributes", "proposed");
    pay("gpt-4o");

    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.usage.cost.amount", 2.5)
        .containsEntry("gen_ai.usage.cost.currency", "USD")
        .containsEntry("gen_ai.usage.cost.source", "local")
        .doesNotContainKey("gen_ai.usage.cost");
  }
}
