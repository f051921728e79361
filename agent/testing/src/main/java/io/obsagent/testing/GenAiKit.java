// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static io.obsagent.testing.ScriptedServer.cutEvents;
import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.eventsUntil;
import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.jsonAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every instrumented client of AI models: its test extends this, says how the
 * provider writes, and makes the calls.
 */
@ExtendWith(AgentExtension.class)
public abstract class GenAiKit {
  /**
   * Bodies in the provider's format. Each whole answer, and each stream, comes from the model
   * {@code m-real} and used {@link #INPUT} and {@link #OUTPUT} tokens.
   *
   * @param finishReason of the answer and of the stream
   * @param toolCall an answer that asks for a tool
   * @param toolCallReason its finish reason
   * @param withoutUsage an answer that does not tell its tokens
   * @param firstChunk with the model, if the format tells it before the last
   * @param lastChunks all that follow, to the end of the stream
   * @param modelIsEarly whether the first chunk tells the model
   */
  public record Wire(
      String answer,
      String finishReason,
      String toolCall,
      String toolCallReason,
      String withoutUsage,
      String firstChunk,
      String lastChunks,
      boolean modelIsEarly) {}

  /** The library, with a client that talks to one server and retries nothing. */
  public interface Client extends AutoCloseable {
    /** Asks, and waits for the whole answer. */
    void ask(String model) throws Exception;

    CompletableFuture<?> askLater(String model);

    Chunks stream(String model) throws Exception;

    @Override
    default void close() throws Exception {}
  }

  /** Chunks of an answer, as the application pulls them. */
  public interface Chunks extends AutoCloseable {
    /** Reads one chunk, and answers whether there was one. */
    boolean next();
  }

  protected static final long INPUT = 3;
  protected static final long OUTPUT = 2;
  private static final String ERROR_BODY = "{\"error\":{\"message\":\"no\"}}";

  protected abstract Wire wire();

  /**
   * @param url of the server, without a path
   */
  protected abstract Client connect(String url);

  /** {@code gen_ai.provider.name} of a server that is nobody's. */
  protected abstract String provider();

  /** A model's name of its own for each test, for metrics stay from one to the next. */
  private String model(String test) {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + '-' + test;
  }

  @FunctionalInterface
  private interface Calls {
    void make(Client client) throws Exception;
  }

  private void against(ScriptedServer.Answer answer, Calls calls) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer);
        Client client = connect(server.url())) {
      calls.make(client);
    }
  }

  @Test
  void aWholeAnswerIsOneSpanWithWhatItSays() throws Exception {
    String model = model("whole");
    against(json(200, "", wire().answer), client -> client.ask(model));

    RecordedSpan span = awaitSpan(model);
    assertThat(span.name()).isEqualTo("chat " + model);
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.scope()).isEqualTo("io.obsagent.gen-ai");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("gen_ai.provider.name", provider())
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.response.finish_reasons", List.of(wire().finishReason))
        .containsEntry("gen_ai.usage.input_tokens", INPUT)
        .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
        .containsEntry("server.address", "127.0.0.1")
        .doesNotContainKeys("gen_ai.request.stream", "gen_ai.response.time_to_first_chunk");
    assertThat(requests(model, "success")).isEqualTo(1);
    assertThat(tokens(model, "input")).isEqualTo(INPUT);
    assertThat(tokens(model, "output")).isEqualTo(OUTPUT);
  }

  @Test
  void aFutureAnswerIsOneSpan() throws Exception {
    String model = model("future");
    against(json(200, "", wire().answer), client -> client.askLater(model).get());

    assertThat(awaitSpan(model).attribute("gen_ai.usage.output_tokens")).isEqualTo(OUTPUT);
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void anAnswerThatAsksForAToolSaysSo() throws Exception {
    String model = model("tool");
    against(json(200, "", wire().toolCall), client -> client.ask(model));

    assertThat(awaitSpan(model).attribute("gen_ai.response.finish_reasons"))
        .isEqualTo(List.of(wire().toolCallReason));
  }

  @Test
  void anAnswerWithoutUsageHasNoTokens() throws Exception {
    String model = model("no-usage");
    against(json(200, "", wire().withoutUsage), client -> client.ask(model));

    assertThat(awaitSpan(model).attributes()).doesNotContainKey("gen_ai.usage.input_tokens");
    assertThat(tokens(model, "input")).isNull();
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void aRefusalIsAnErrorAndTheApplicationGetsItsException() throws Exception {
    for (int status : new int[] {429, 500}) {
      String model = model("refused-" + status);
      against(
          json(status, "", ERROR_BODY),
          client -> assertThatThrownBy(() -> client.ask(model)).isInstanceOf(Exception.class));

      RecordedSpan span = awaitSpan(model);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.events()).extracting(event -> event.get("name")).contains("exception");
      assertThat(requests(model, "error")).isEqualTo(1);
    }
  }

  @Test
  void aFutureThatIsRefusedFailsAsItWouldWithoutTheAgent() throws Exception {
    String model = model("future-429");
    against(
        json(429, "", ERROR_BODY),
        client -> assertThat(client.askLater(model)).failsWithin(java.time.Duration.ofSeconds(60)));

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).asString().doesNotContain("CompletionException");
  }

  @Test
  void anAnswerThatIsNoJsonIsAnError() throws Exception {
    String model = model("garbage");
    against(
        json(200, "", "{\"id\":\"c-1\","),
        client -> assertThatThrownBy(() -> client.ask(model)).isInstanceOf(Exception.class));

    assertThat(awaitSpan(model).status()).isEqualTo("ERROR");
    assertThat(requests(model, "error")).isEqualTo(1);
  }

  @Test
  void aStreamIsOneSpanUntilItsLastChunk() throws Exception {
    String model = model("stream");
    CountDownLatch gate = new CountDownLatch(1);
    against(
        eventsUntil(wire().firstChunk, gate, wire().lastChunks),
        client -> {
          try (Chunks chunks = client.stream(model)) {
            assertThat(chunks.next()).isTrue();
            assertThat(find(model)).as("while the model still thinks").isNull();
            gate.countDown();
            while (chunks.next()) {
              continue;
            }
            assertThat(awaitSpan(model).status()).isEqualTo("UNSET");
          }
        });

    assertThat(awaitSpan(model).attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.response.finish_reasons", List.of(wire().finishReason))
        .containsEntry("gen_ai.usage.input_tokens", INPUT)
        .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
        .containsKey("gen_ai.response.time_to_first_chunk");
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void aStreamThatIsCutIsAnErrorWithWhatCameBefore() throws Exception {
    String model = model("cut");
    against(
        cutEvents(wire().firstChunk),
        client -> {
          try (Chunks chunks = client.stream(model)) {
            assertThatThrownBy(
                    () -> {
                      while (chunks.next()) {
                        continue;
                      }
                    })
                .isInstanceOf(Exception.class);
          }
        });

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("gen_ai.response.model"))
        .isEqualTo(wire().modelIsEarly ? "m-real" : null);
    assertThat(requests(model, "error")).isEqualTo(1);
  }

  @Test
  void aStreamThatIsLeftEarlyEndsWhenItIsClosed() throws Exception {
    String model = model("left");
    against(
        events(wire().firstChunk + wire().lastChunks),
        client -> {
          try (Chunks chunks = client.stream(model)) {
            assertThat(chunks.next()).isTrue();
          }
        });

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes()).doesNotContainKey("gen_ai.usage.input_tokens");
  }

  @Test
  void aStreamThatIsDroppedEndsWhenItIsCollected() throws Exception {
    String model = model("dropped");
    against(
        events(wire().firstChunk + wire().lastChunks),
        client -> {
          assertThat(client.stream(model).next()).isTrue();
          assertForgotten(model);
        });
  }

  @Test
  void aFutureThatIsCancelledEndsItsSpanAsAnError() throws Exception {
    String model = model("cancelled");
    CountDownLatch gate = new CountDownLatch(1);
    against(
        jsonAfter(gate, wire().answer),
        client -> {
          assertThat(client.askLater(model).cancel(true)).isTrue();
          gate.countDown();
          assertForgotten(model);
        });
  }

  private static void assertForgotten(String model) {
    Recorded.await(
        () -> {
          System.gc();
          return find(model) != null;
        },
        () -> "no span of " + model + " among " + Recorded.spans());
    assertThat(awaitSpan(model).status()).isEqualTo("ERROR");
  }

  private static @Nullable RecordedSpan find(String model) {
    for (RecordedSpan span : Recorded.spans()) {
      if (model.equals(span.attribute("gen_ai.request.model"))) {
        return span;
      }
    }
    return null;
  }

  private static RecordedSpan awaitSpan(String model) {
    Recorded.await(
        () -> find(model) != null, () -> "no span of " + model + " among " + Recorded.spans());
    assertThat(Recorded.spans())
        .filteredOn(span -> model.equals(span.attribute("gen_ai.request.model")))
        .hasSize(1);
    RecordedSpan found = find(model);
    return found == null ? Recorded.span(model) : found;
  }

  private @Nullable Double requests(String model, String status) {
    return Recorded.metric(
        "ai_requests_total{model=\""
            + model
            + "\",provider=\""
            + provider()
            + "\",status=\""
            + status
            + "\"}");
  }

  private @Nullable Double tokens(String model, String type) {
    return Recorded.metric(
        "ai_tokens_used_total{model=\""
            + model
            + "\",provider=\""
            + provider()
            + "\",token_type=\""
            + type
            + "\"}");
  }
}
