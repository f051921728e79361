// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.jsonAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What holds for every instrumented client of AI models: its test extends this, says how the
 * provider writes, and makes the calls.
 */
public abstract class GenAiKit extends GenAiContentKit {
  /** By the prices that the tests' agent is started with: USD 1,000 and 10,000 a million. */
  private static final double USD = (INPUT * 1_000 + OUTPUT * 10_000) / 1e6;

  private CompletableFuture<?> later(Client client, String model) throws Exception {
    CompletableFuture<?> answer = client.askLater(model);
    assumeTrue(answer != null, "the library has no futures");
    return answer;
  }

  private void assertRefused(Calls call, ScriptedServer.Answer answer) throws Exception {
    against(
        answer,
        client -> assertThatThrownBy(() -> call.make(client)).isInstanceOf(Exception.class));
  }

  @Test
  void aWholeAnswerIsOneSpanWithWhatItSays() throws Exception {
    String model = model("whole");
    against(json(200, "", wire().answer()), client -> client.ask(model));

    RecordedSpan span = awaitSpan(model);
    assertThat(span.name()).isEqualTo(operation() + ' ' + model);
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.scope()).isEqualTo("io.obsagent.gen-ai");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", operation())
        .containsEntry("gen_ai.provider.name", provider())
        .containsEntry("gen_ai.response.finish_reasons", List.of(wire().finishReason()))
        .containsEntry("gen_ai.usage.input_tokens", INPUT)
        .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
        .containsEntry("server.address", "127.0.0.1")
        .doesNotContainKeys(
            "gen_ai.request.stream", "gen_ai.response.time_to_first_chunk", "obs.gen_ai.retries");
    assertThat(span.attribute("gen_ai.response.model")).isEqualTo(modelTold());
    assertThat(requests(model, "success")).isEqualTo(1);
    assertThat(tokens(model, "input")).isEqualTo(INPUT);
    assertThat(tokens(model, "output")).isEqualTo(OUTPUT);
    String labels = ",operation=\"" + operation() + "\"";
    assertThat(metric("ai_request_duration_seconds_count", model, labels + ",error_type=\"\""))
        .isEqualTo(1);
    assertThat(metric("ai_tokens_per_request_sum", model, labels + ",token_type=\"input\""))
        .isEqualTo(INPUT);
    assertThat(
            metric(
                "ai_finish_reasons_total",
                model,
                ",finish_reason=\"" + wire().finishReason() + "\""))
        .isEqualTo(1);
  }

  @Test
  void whatACallCostsIsExact() throws Exception {
    assumeTrue(isPriced(), "the price is that of a model that answers name");
    String model = model("cost");
    against(json(200, "", wire().answer()), client -> client.ask(model));

    awaitSpan(model);
    assertThat(metric("ai_cost_usd_total", model, "")).isEqualTo(USD, within(1e-12));
  }

  @Test
  void anAnswerTellsItsTokensByKind() throws Exception {
    String model = model("detailed");
    against(json(200, "", detailed().answer()), client -> client.ask(model));

    RecordedSpan span = awaitSpan(model);
    for (Map.Entry<String, Long> tokens : detailed().tokens().entrySet()) {
      assertThat(span.attribute("gen_ai.usage." + tokens.getKey()))
          .as(tokens.getKey())
          .isEqualTo(tokens.getValue());
    }
    assertThat(tokens(model, "cache_read"))
        .isEqualTo(number(detailed().tokens().get("cache_read.input_tokens")));
    assertThat(tokens(model, "reasoning"))
        .isEqualTo(number(detailed().tokens().get("reasoning.output_tokens")));
  }

  private static Double number(Long tokens) {
    return tokens == null ? null : tokens.doubleValue();
  }

  @Test
  void aFutureAnswerIsOneSpan() throws Exception {
    String model = model("future");
    against(
        json(200, "", wire().answer()), client -> later(client, model).get(60, TimeUnit.SECONDS));

    assertThat(awaitSpan(model).attribute("gen_ai.usage.output_tokens")).isEqualTo(OUTPUT);
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void anAnswerThatAsksForAToolSaysSo() throws Exception {
    String model = model("tool");
    against(json(200, "", wire().toolCall()), client -> client.ask(model));

    assertThat(awaitSpan(model).attribute("gen_ai.response.finish_reasons"))
        .isEqualTo(List.of(wire().toolCallReason()));
  }

  @Test
  void anAnswerWithoutUsageHasNoTokens() throws Exception {
    String model = model("no-usage");
    against(json(200, "", wire().withoutUsage()), client -> client.ask(model));

    assertThat(awaitSpan(model).attributes()).doesNotContainKey("gen_ai.usage.output_tokens");
    assertThat(tokens(model, "output")).isNull();
    assertThat(metric("ai_cost_usd_total", model, "")).isNull();
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void aRefusalIsAnErrorWithItsTypeAndTheApplicationGetsItsException() throws Exception {
    Map<Integer, String> types =
        Map.of(401, "authentication", 429, "rate_limit", 500, "server_error", 503, "overloaded");
    for (Map.Entry<Integer, String> refusal : types.entrySet()) {
      String model = model("refused-" + refusal.getKey());
      assertRefused(
          client -> client.ask(model), json(refusal.getKey(), "", refusal(refusal.getKey(), "no")));

      RecordedSpan span = awaitSpan(model);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type")).isEqualTo(refusal.getValue());
      assertThat(span.events()).extracting(event -> event.get("name")).contains("exception");
      assertThat(requests(model, "error")).isEqualTo(1);
      assertThat(errors(model, refusal.getValue())).isEqualTo(1);
    }
  }

  @Test
  void aFutureThatIsRefusedFailsAsItWouldWithoutTheAgent() throws Exception {
    String model = model("future-429");
    against(
        json(429, "", refusal(429, "no")),
        client -> {
          CompletableFuture<?> answer = later(client, model);
          assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class);
        });

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limit");
  }

  @Test
  void aRequestThatIsSentAgainIsOneCallWithARetry() throws Exception {
    assumeTrue(retries(), "the library sends nothing again");
    String model = model("retried");
    against(
        client -> client.ask(model),
        2,
        json(429, "Retry-After: 0\r\n", refusal(429, "wait")),
        json(200, "", wire().answer()));

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("obs.gen_ai.retries")).isEqualTo(1L);
    assertThat(requests(model, "success")).isEqualTo(1);
    assertThat(metric("ai_retries_total", model, "")).isEqualTo(1);
  }

  @Test
  void whatTheProviderLeavesOfItsLimitsIsAGauge() throws Exception {
    assumeTrue(!limitHeaders().isEmpty(), "the provider tells no limits");
    String model = model("limits");
    against(json(200, limitHeaders(), wire().answer()), client -> client.ask(model));

    awaitSpan(model);
    assertThat(metric("ai_rate_limit", model, ",limit=\"requests\"")).isEqualTo(100);
    assertThat(metric("ai_rate_limit_remaining", model, ",limit=\"requests\"")).isEqualTo(99);
    otherLimits()
        .forEach(
            (limit, left) ->
                assertThat(metric("ai_rate_limit_remaining", model, ",limit=\"" + limit + '"'))
                    .as(limit)
                    .isEqualTo(left.doubleValue()));
  }

  @Test
  void aRefusalTellsWhatTheProviderLeavesOfItsLimits() throws Exception {
    assumeTrue(refusalsTellLimits(), "the library does not tell the headers of a refusal");
    String model = model("exhausted");
    String none = limitHeaders().replace("99", "0");
    assertRefused(client -> client.ask(model), json(429, none, refusal(429, "slow down")));

    awaitSpan(model);
    assertThat(metric("ai_rate_limit", model, ",limit=\"requests\"")).isEqualTo(100);
    assertThat(metric("ai_rate_limit_remaining", model, ",limit=\"requests\"")).isEqualTo(0);
  }

  @Test
  void anAnswerThatIsNoJsonIsAnError() throws Exception {
    assumeTrue(parses(), "what an answer says is the application's to read");
    String model = model("garbage");
    assertRefused(client -> client.ask(model), json(200, "", "{\"id\":\"c-1\","));

    assertThat(awaitSpan(model).status()).isEqualTo("ERROR");
    assertThat(requests(model, "error")).isEqualTo(1);
  }

  @Test
  void aFutureThatIsCancelledEndsItsSpanAsAnError() throws Exception {
    assumeTrue(cancels(), "nobody tells the library of it");
    String model = model("cancelled");
    CountDownLatch gate = new CountDownLatch(1);
    against(
        jsonAfter(gate, wire().answer()),
        client -> {
          assertThat(later(client, model).cancel(true)).isTrue();
          gate.countDown();
          assertForgotten(model);
        });
  }

  /** Keys are in the client, in the provider's headers and in what it says of a refusal. */
  @Test
  void noKeyLeavesTheProcess() throws Exception {
    String model = model("keys");
    String header = "X-Echo: " + KEY + "\r\n";
    against(json(200, header, wire().answer()), client -> client.ask(model));
    assertRefused(
        client -> client.ask(model + "-refused"),
        json(401, header, refusal(401, "Incorrect API key provided: " + KEY)));

    against(
        json(401, header, refusal(401, "Incorrect API key provided: " + KEY)),
        client -> readWhatever(client, model + "-streamed"));

    awaitSpan(model);
    awaitSpan(model + "-refused");
    awaitSpan(model + "-streamed");
    assertThat(Recorded.spans().toString()).doesNotContain(KEY);
    assertThat(Recorded.seriesNames().toString()).doesNotContain(KEY);
  }
}
