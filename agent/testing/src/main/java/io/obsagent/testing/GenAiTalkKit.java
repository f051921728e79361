// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What holds for every instrumented connection over which a model answers turn by turn, as one of
 * web sockets: its test extends this, says how the provider writes, and makes the connections. What
 * {@link GenAiKit} asks of answers and this does not ask of turns, docs/ai.md says, with why.
 */
public abstract class GenAiTalkKit extends GenAiTalkContentKit {
  private static final int AT_ONCE = 50;
  private static final int TALKS = 200;
  private static final int THREADS = 16;

  /** The model that answers name, or else that of the connection, costs USD 1,000 and 10,000. */
  private static final double USD = (INPUT * 1_000 + OUTPUT * 10_000) / 1e6;

  @Test
  void eachTurnIsACallWithItsTokens() throws Exception {
    String model = model("two");
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            talk.say(QUESTION);
            talk.hear();
            talk.say(QUESTION);
            talk.hear();
          }
        });

    assertThat(turns(model, 2))
        .hasSize(2)
        .allSatisfy(
            turn -> {
              assertThat(turn.name()).isEqualTo(operation() + ' ' + model);
              assertThat(turn.kind()).isEqualTo("CLIENT");
              assertThat(turn.status()).isEqualTo("UNSET");
              assertThat(turn.attributes())
                  .containsEntry("gen_ai.provider.name", provider())
                  .containsEntry("gen_ai.request.stream", true)
                  .containsEntry("gen_ai.usage.input_tokens", INPUT)
                  .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
                  .containsKeys("server.address", "gen_ai.response.time_to_first_chunk")
                  .doesNotContainKeys("obs.gen_ai.left_early", "error.type");
            });
    assertThat(metric("ai_requests_total", model, ",status=\"success\"")).isEqualTo(2);
    assertThat(metric("ai_tokens_used_total", model, ",token_type=\"output\""))
        .isEqualTo(2.0 * OUTPUT);
  }

  @Test
  void whatATurnCostsIsExact() throws Exception {
    turn("cost", QUESTION);
    assertThat(metric("ai_cost_usd_total", model("cost"), "")).isEqualTo(USD, within(1e-12));
  }

  @Test
  void aTurnWithoutUsageHasNoTokens() throws Exception {
    RecordedSpan turn = turn("no-usage", COUNT_NOTHING);
    assertThat(turn.attributes()).doesNotContainKey("gen_ai.usage.output_tokens");
    assertThat(metric("ai_cost_usd_total", model("no-usage"), "")).isNull();
  }

  @Test
  void aTurnIsOneSpanUntilItIsComplete() throws Exception {
    String model = model("wait");
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            talk.say(WAIT);
            assertThat(of(model)).as("while the model still thinks").isEmpty();
          }
        });
    RecordedSpan turn = turns(model, 1).get(0);
    assertThat(turn.status()).isEqualTo("UNSET");
    assertThat(turn.attributes()).containsEntry("obs.gen_ai.left_early", true);
  }

  @Test
  void turnsThatFollowEachOtherAtOnceAreAsManyCalls() throws Exception {
    String model = model("quick");
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            for (int i = 0; i < AT_ONCE; i++) {
              talk.say(QUESTION);
              talk.hear();
            }
          }
        });
    assertThat(turns(model, AT_ONCE))
        .hasSize(AT_ONCE)
        .allSatisfy(
            turn ->
                assertThat(turn.attributes())
                    .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
                    .doesNotContainKey("obs.gen_ai.left_early"));
  }

  @Test
  void aTurnWhoseConnectionIsCutIsAnError() throws Exception {
    String model = model("cut");
    talking(
        client -> {
          Talk talk = client.talk(model);
          talk.say(CUT);
          if (hearsCuts()) {
            hearWhatever(talk);
          }
          RecordedSpan turn = turns(model, 1).get(0);
          assertThat(turn.status()).isEqualTo("ERROR");
          assertThat(turn.attribute("error.type")).asString().isNotEmpty();
        });
    assertThat(metric("ai_requests_total", model, ",status=\"error\"")).isEqualTo(1);
  }

  @Test
  void aTurnThatIsRefusedIsAnErrorWithItsType() throws Exception {
    assumeTrue(refuses(), "the protocol has no refusals");
    String model = model("refused");
    talking(
        client -> {
          Talk talk = client.talk(model);
          talk.say(REFUSE);
          hearWhatever(talk);
          RecordedSpan turn = turns(model, 1).get(0);
          assertThat(turn.status()).isEqualTo("ERROR");
          assertThat(turn.attribute("error.type")).isEqualTo("rate_limit");
          talk.close();
        });
    assertThat(Recorded.spans().toString()).doesNotContain(KEY);
    assertThat(Recorded.seriesNames().toString()).doesNotContain(KEY);
  }

  @Test
  void aTurnTellsItsTokensByKind() throws Exception {
    RecordedSpan turn = turn("detailed", QUESTION);
    detailed()
        .forEach(
            (kind, tokens) ->
                assertThat(turn.attribute("gen_ai.usage." + kind)).as(kind).isEqualTo(tokens));
  }

  @Test
  void whatTheProviderLeavesOfItsLimitsIsAGauge() throws Exception {
    assumeTrue(limitedTurn() != null, "the protocol tells no limits");
    turn("limits", LIMITS);
    assertThat(metric("ai_rate_limit", model("limits"), ",limit=\"requests\"")).isEqualTo(100);
    assertThat(metric("ai_rate_limit_remaining", model("limits"), ",limit=\"requests\""))
        .isEqualTo(99);
  }

  @Test
  void anAnswerThatIsNoJsonIsAnError() throws Exception {
    assumeTrue(hearsGarbage(), "the library passes over it, and goes on");
    String model = model("garbage");
    talking(
        client -> {
          Talk talk = client.talk(model);
          talk.say(GARBAGE);
          hearWhatever(talk);
          assertThat(turns(model, 1).get(0).status()).isEqualTo("ERROR");
          talk.close();
        });
  }

  /** Half of them are heard to their end, half are left. */
  @Test
  void twoHundredConnectionsAtATimeAreTwoHundredSpansAndLeakNothing() throws Exception {
    String model = model("many");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      talking(
          client -> {
            List<Future<?>> talks = new ArrayList<>();
            for (int i = 0; i < TALKS; i++) {
              boolean heard = i % 2 == 0;
              talks.add(
                  threads.submit(
                      () -> {
                        try (Talk talk = client.talk(model)) {
                          talk.say(heard ? QUESTION : WAIT);
                          if (heard) {
                            talk.hear();
                          }
                        }
                        return null;
                      }));
            }
            for (Future<?> talk : talks) {
              talk.get(120, TimeUnit.SECONDS);
            }
          });
    } finally {
      threads.shutdownNow();
    }
    List<RecordedSpan> turns = turns(model, TALKS);
    assertThat(turns).hasSize(TALKS).allMatch(turn -> turn.status().equals("UNSET"));
    assertThat(turns)
        .filteredOn(turn -> turn.attribute("obs.gen_ai.left_early") == null)
        .hasSize(TALKS / 2);
    assertThat(metric("ai_requests_total", model, ",status=\"success\"")).isEqualTo(TALKS);
  }
}
