// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every instrumented connection over which a model answers turn by turn, as one of
 * web sockets: its test extends this, says how the provider writes, and makes the connections.
 */
@ExtendWith(AgentExtension.class)
@Timeout(180)
public abstract class GenAiTalkKit {
  /** The library's connection to one model. */
  public interface Talk extends AutoCloseable {
    /** Says it, and ends the turn with it. */
    void say(String text) throws Exception;

    /** Takes what comes until the model's turn is complete, or fails. */
    void hear() throws Exception;

    @Override
    void close() throws Exception;
  }

  /** The library, with a client that talks to one server. */
  public interface Client extends AutoCloseable {
    Talk talk(String model) throws Exception;

    @Override
    void close() throws Exception;
  }

  /** Uses a client. */
  @FunctionalInterface
  private interface Use {
    void with(Client client) throws Exception;
  }

  protected static final long INPUT = 3;
  protected static final long OUTPUT = 2;

  /** The key that every client is given: it must not leave the process but to its provider. */
  protected static final String KEY = "sk-planted-4f9aQ2LxZ81TtPq7";

  private static final String QUESTION = "Which kettle is good?";
  private static final String CUT = "cut me";
  private static final String WAIT = "let me wait";
  private static final String REFUSE = "refuse this";
  private static final String COUNT_NOTHING = "count nothing";
  private static final String SECRET = "tell a secret";
  private static final int AT_ONCE = 50;
  private static final int TALKS = 200;
  private static final int THREADS = 16;

  /** The model that answers name, or else that of the connection, costs USD 1,000 and 10,000. */
  private static final double USD = (INPUT * 1_000 + OUTPUT * 10_000) / 1e6;

  /**
   * The texts of one turn: parts that say {@link #answer}, and an end with {@link #INPUT} and
   * {@link #OUTPUT} tokens.
   */
  protected abstract List<String> turn();

  /** All that {@link #turn} says; each part says {@code Tea} once at most. */
  protected abstract String answer();

  /** The same turn, whose end does not tell its tokens. */
  protected abstract List<String> withoutUsage();

  /** What the server says of a turn that it will not answer, as there were too many. */
  protected abstract String refusal(String message);

  /** A client whose key is {@link #KEY}. */
  protected abstract Client connect(WebSocketServer server) throws Exception;

  /** {@code gen_ai.provider.name} of a server that is nobody's. */
  protected abstract String provider();

  /** {@code gen_ai.operation.name}. */
  protected String operation() {
    return "chat";
  }

  /** What the server says to what is no turn of a model's, as to a session's set-up. */
  protected List<String> before(String said) {
    return List.of();
  }

  /** Whether a text of the client's is a turn. */
  protected boolean isTurn(String said) {
    return true;
  }

  /** Whether the protocol has such a thing as a refusal. */
  protected boolean refuses() {
    return true;
  }

  /** Whether the library says what the application said, as it was said. */
  protected boolean tellsQuestions() {
    return true;
  }

  /** Whether who hears is told that the connection is cut. */
  protected boolean hearsCuts() {
    return true;
  }

  protected WebSocketServer serve(Function<String, @Nullable List<String>> script)
      throws IOException {
    return new WebSocketServer(ServerSocketFactory.getDefault(), script);
  }

  private @Nullable List<String> answer(String said) {
    if (!isTurn(said)) {
      return before(said);
    }
    if (said.contains(CUT)) {
      return null;
    }
    if (said.contains(WAIT)) {
      return List.of();
    }
    if (said.contains(REFUSE)) {
      return List.of(refusal("Incorrect API key provided: " + KEY));
    }
    if (said.contains(SECRET)) {
      return turn().stream().map(part -> part.replace("Tea", " " + KEY + " ")).toList();
    }
    return said.contains(COUNT_NOTHING) ? withoutUsage() : turn();
  }

  private void talking(Use use) throws Exception {
    try (WebSocketServer server = serve(this::answer);
        Client client = connect(server)) {
      use.with(client);
    }
  }

  /** One turn, on a connection of its own. */
  private RecordedSpan turn(String test, String question) throws Exception {
    String model = model(test);
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            talk.say(question);
            talk.hear();
          }
        });
    return turns(model, 1).get(0);
  }

  private String model(String test) {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT) + '-' + test;
  }

  private List<RecordedSpan> turns(String model, int count) {
    Recorded.await(
        () -> of(model).size() >= count,
        () -> count + " turns of " + model + " among " + Recorded.spans());
    return of(model);
  }

  private static List<RecordedSpan> of(String model) {
    return Recorded.spans().stream()
        .filter(span -> model.equals(span.attribute("gen_ai.request.model")))
        .toList();
  }

  private @Nullable Double metric(String name, String model, String labels) {
    return Recorded.metric(
        name + "{model=\"" + model + "\",provider=\"" + provider() + "\"" + labels + "}");
  }

  @AfterEach
  void nothingIsKeptAfterwards() {
    Recorded.keepContent(Map.of());
  }

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

  private static void hearWhatever(Talk talk) {
    try {
      talk.hear();
    } catch (Exception told) {
      assertThat(told).isNotInstanceOf(TimeoutException.class);
    }
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
  void whatIsSaidIsKeptOnlyWhereItIsAskedFor() throws Exception {
    assertThat(turn("mute", QUESTION).toString()).doesNotContain(QUESTION).doesNotContain(answer());
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    RecordedSpan turn = turn("said", QUESTION);
    if (tellsQuestions()) {
      assertThat(turn.attribute("gen_ai.input.messages")).isEqualTo(message("user", QUESTION));
    }
    assertThat(turn.attribute("gen_ai.output.messages")).isEqualTo(message("assistant", answer()));
  }

  private static String message(String role, String text) {
    return "[{\"role\":\""
        + role
        + "\",\"parts\":[{\"type\":\"text\",\"content\":\""
        + text
        + "\"}]}]";
  }

  @Test
  void whatIsKeptHasNoKeys() throws Exception {
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    RecordedSpan turn = turn("safe", SECRET + " " + KEY);
    assertThat(turn.attribute("gen_ai.output.messages")).asString().contains("[redacted key]");
    assertThat(turn.toString()).doesNotContain(KEY);
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
