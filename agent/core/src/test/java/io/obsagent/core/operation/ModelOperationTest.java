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
import io.obsagent.spi.telemetry.HttpClientOperation;
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
  void anAgentThatAsksAnotherIsNotTheSameAgentSeenByAnotherLayer() {
    GenAiOperation outer = start(agent("planner"));
    GenAiOperation same = start(agent("planner"));
    GenAiOperation other = start(agent("expert"));
    other.finish(null);
    same.finish(null);
    outer.finish(null);

    assertThat(fixture.spans)
        .extracting(FinishedSpan::name)
        .containsExactly("invoke_agent expert", "invoke_agent planner");
  }

  @Test
  void anInferenceOfAnAgentThatIsAToolOfAnAgentCountsAsOneOfItsOwn() {
    GenAiOperation outer = start(agent("planner"));
    GenAiOperation first = start(chat("big"));
    first.finish(null);
    GenAiOperation tool = start(tool("ask-expert"));
    GenAiOperation inner = start(agent("expert"));
    GenAiOperation second = start(chat("small"));
    assertThat(start(chat("small")).context())
        .as("the same inference, seen by another layer")
        .isSameAs(second.context());
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
        .containsEntry("gen_ai.request.top_k", 40L)
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
  void whatALayerCloserToTheProviderTellsWins() {
    GenAiOperation framework = start(GenAiRequest.of(GenAiTask.CHAT, "spring_ai").model("big"));
    GenAiOperation vendor =
        start(
            GenAiRequest.of(GenAiTask.CHAT, "azure.ai.openai")
                .model("big")
                .server("shop.openai.azure.com", 443));
    vendor.chunk();
    vendor.response("id-1", "big-2026");
    vendor.finishReason("stop");
    vendor.usage(GenAiUsage.of(12, 5).cached(4, -1));
    vendor.finish(null);
    framework.response("other", "other");
    framework.finishReason("STOP");
    framework.usage(GenAiUsage.of(1, 1).reasoning(3));
    assertThat(framework.ended()).isFalse();
    framework.finish(null);

    assertThat(fixture.spans).hasSize(1);
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.provider.name", "azure.ai.openai")
        .containsEntry("server.address", "shop.openai.azure.com")
        .containsEntry("gen_ai.response.id", "id-1")
        .containsEntry("gen_ai.response.model", "big-2026")
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry("gen_ai.usage.input_tokens", 12L)
        .containsEntry("gen_ai.usage.output_tokens", 5L)
        .containsEntry("gen_ai.usage.reasoning.output_tokens", 3L);
    assertThat(fixture.values("ai_requests_total"))
        .containsOnly(entry(List.of("big", "azure.ai.openai", "success"), 1.0));
  }

  @Test
  void severalCallsOfAnInnerLayerAddUp() {
    GenAiOperation framework = start(chat("big"));
    for (int i = 0; i < 2; i++) {
      GenAiOperation vendor = start(chat("big"));
      vendor.usage(GenAiUsage.of(10, -1));
      vendor.usage(GenAiUsage.of(-1, 4));
      vendor.cost(0.25);
      vendor.finish(null);
    }
    framework.finish(null);

    assertThat(fixture.values("ai_tokens_used_total"))
        .containsOnly(
            entry(List.of("big", "openai", "input"), 20.0),
            entry(List.of("big", "openai", "output"), 8.0));
    assertThat(fixture.values("ai_cost_usd_total"))
        .containsOnly(entry(List.of("big", "openai"), 0.5));
  }

  @Test
  void chunksAreTimedOneFromTheOtherHoweverManyLayersSeeThem() {
    GenAiOperation framework = start(chat("m").stream(true));
    GenAiOperation vendor = start(chat("m"));
    for (int i = 0; i < 3; i++) {
      fixture.clock.turn(100);
      vendor.chunk();
      framework.chunk();
    }
    framework.finish(null);

    assertThat(fixture.values("ai_time_to_first_chunk_seconds"))
        .containsOnly(entry(List.of("m", "openai"), 1.0));
    assertThat(fixture.values("ai_time_per_output_chunk_seconds"))
        .containsOnly(entry(List.of("m", "openai"), 2.0));
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.response.time_to_first_chunk", 0.1);
  }

  @Test
  void anErrorIsWhatTheProviderCallsItThenItsStatusThenTheExceptionsName() {
    String[][] cases = {
      {"rate_limit", "400", "insufficient_quota"},
      {"content_filter", "400", "content_filter"},
      {"overloaded", "-1", "overloaded_error"},
      {"invalid_request", "422", "what_is_this"},
      {"timeout", "504", null},
      {"java.lang.IllegalStateException", "200", null},
    };
    for (String[] each : cases) {
      GenAiOperation call = start(chat("m"));
      call.refused(Integer.parseInt(each[1]), each[2]);
      call.finish(new IllegalStateException("a prompt, a key"));
      assertThat(Fixture.attributes(fixture.spans.get(fixture.spans.size() - 1)))
          .containsEntry("error.type", each[0]);
    }
    start(chat("m"))
        .finish(new java.util.concurrent.CompletionException(new ThrottlingException()));

    assertThat(fixture.values("ai_errors_total"))
        .containsEntry(List.of("m", "openai", "rate_limit"), 2.0);
    assertThat(fixture.spans.get(0).events().get(0).attributes().toString())
        .doesNotContain("a key");
  }

  private static final class ThrottlingException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void anAnswerThatTheProviderHeldBackIsCountedAsSuchAndIsNoFailure() {
    GenAiOperation call = start(chat("m"));
    call.finishReason("SAFETY");
    call.finish(null);

    assertThat(fixture.values("ai_errors_total"))
        .containsOnly(entry(List.of("m", "openai", "content_filter"), 1.0));
    assertThat(fixture.values("ai_requests_total"))
        .containsOnly(entry(List.of("m", "openai", "success"), 1.0));
    assertThat(fixture.values("ai_finish_reasons_total"))
        .containsOnly(entry(List.of("m", "openai", "SAFETY"), 1.0));
  }

  @Test
  void whatALibrarySendsAgainIsARetryAndWhatTheApplicationSendsIsNot() {
    GenAiOperation call = start(chat("m").server("api.example", 8080));
    send(429);
    send(200);
    call.chunk();
    send(200);
    call.finish(null);
    GenAiOperation elsewhere = start(chat("other").server("model.example", 443));
    send(200);
    send(200);
    elsewhere.finish(null);

    assertThat(fixture.values("ai_retries_total")).containsOnly(entry(List.of("m", "openai"), 1.0));
  }

  private void send(int status) {
    HttpClientOperation attempt =
        fixture
            .telemetry()
            .startHttpClient(Fixture.CLIENT, new Fixture.Request("POST", "/v1/chat"));
    attempt.attach();
    attempt.status(status);
    attempt.finish(null);
  }

  @Test
  void anAnswerThatTheApplicationLeavesIsNoError() {
    GenAiOperation call = start(chat("m").stream(true));
    call.chunk();
    call.detach();
    call.leave();
    call.end(new IllegalStateException("too late"));

    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("obs.gen_ai.left_early", true)
        .doesNotContainKey("error.type");
    assertThat(fixture.values("ai_requests_total"))
        .containsOnly(entry(List.of("m", "openai", "success"), 1.0));
  }

  @Test
  void theOlderConventionsAreToldWhereTheyAreAskedFor() {
    fixture.config.with("ai.conventions", "older");
    GenAiOperation call = start(chat("m"));
    call.usage(GenAiUsage.of(12, 5).cached(-1, 4));
    call.finish(null);

    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.system", "openai")
        .containsEntry("gen_ai.usage.cache_creation.input_tokens", 4L);
    assertThat(fixture.family("ai_tokens_per_request").definition().semconv().get(0).name())
        .isEqualTo("gen_ai.client.token.usage");
  }

  @Test
  void aBatchThatIsFetchedTellsTokensAndCountsNone() {
    GenAiOperation call = start(GenAiRequest.of(GenAiTask.FETCH_RESPONSE, "openai"));
    call.usage(GenAiUsage.of(12, 5));
    call.finish(null);

    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.usage.input_tokens", 12L);
    assertThat(fixture.values("ai_tokens_used_total")).isEmpty();
  }

  @Test
  void aRetrievalTellsHowMuchItFoundAndHowWell() {
    GenAiOperation search =
        start(GenAiRequest.of(GenAiTask.RETRIEVAL, "pgvector").dataSource("manuals").topK(5));
    search.found(3, 0.25, 0.75);
    search.finish(null);

    assertThat(fixture.spans.get(0).name()).isEqualTo("retrieval manuals");
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("gen_ai.retrieval.top_k", 5L)
        .containsEntry("obs.gen_ai.retrieval.documents", 3L)
        .containsEntry("obs.gen_ai.retrieval.highest_score", 0.75);
    assertThat(fixture.values("ai_retrieval_duration_seconds"))
        .containsOnly(entry(List.of("manuals", "success"), 1.0));
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
