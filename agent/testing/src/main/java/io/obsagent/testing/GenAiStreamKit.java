// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static io.obsagent.testing.ScriptedServer.cutStream;
import static io.obsagent.testing.ScriptedServer.stream;
import static io.obsagent.testing.ScriptedServer.streamUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The part of {@link GenAiKit} about answers that come in chunks. */
public abstract class GenAiStreamKit extends GenAiCalls {
  private static final int STREAMS = 200;
  private static final int THREADS = 16;

  final String chunks() {
    return wire().firstChunk() + wire().lastChunks();
  }

  private Chunks open(Client client, String model) throws Exception {
    Chunks chunks = client.stream(model);
    assumeTrue(chunks != null, "the library has no streams that are pulled");
    return chunks;
  }

  private CompletableFuture<?> push(Client client, String model, Runnable onChunk)
      throws Exception {
    CompletableFuture<?> end = client.push(model, onChunk);
    assumeTrue(end != null, "the library has no streams that are pushed");
    return end;
  }

  private static void readAll(Chunks chunks) {
    while (chunks.next()) {
      continue;
    }
  }

  /** Reads a stream in whichever way there is, to its end or its failure. */
  final void readWhatever(Client client, String model) {
    try (Chunks chunks = client.stream(model)) {
      if (chunks != null) {
        readAll(chunks);
      } else {
        push(client, model, () -> {}).get(60, TimeUnit.SECONDS);
      }
    } catch (Exception refused) {
      assertThat(refused).isNotInstanceOf(TimeoutException.class);
    }
  }

  private void assertWhole(String model) {
    RecordedSpan span = awaitSpan(model);
    assertThat(span.attribute("gen_ai.response.model")).isEqualTo(modelTold());
    assertThat(span.attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.finish_reasons", List.of(wire().finishReason()))
        .containsEntry("gen_ai.usage.input_tokens", INPUT)
        .containsEntry("gen_ai.usage.output_tokens", OUTPUT)
        .containsKey("gen_ai.response.time_to_first_chunk")
        .doesNotContainKeys("obs.gen_ai.left_early", "error.type");
    assertThat(requests(model, "success")).isEqualTo(1);
    assertThat(tokens(model, "output")).isEqualTo(OUTPUT);
    assertThat(metric("ai_time_to_first_chunk_seconds_count", model, "")).isEqualTo(1);
    assertThat(metric("ai_time_per_output_chunk_seconds_count", model, "")).isPositive();
  }

  @Test
  void aStreamIsOneSpanUntilItsLastChunk() throws Exception {
    String model = model("stream");
    CountDownLatch gate = new CountDownLatch(1);
    against(
        streamUntil(streamType(), wire().firstChunk(), gate, wire().lastChunks()),
        client -> {
          try (Chunks chunks = open(client, model)) {
            assertThat(chunks.next()).isTrue();
            assertThat(find(model)).as("while the model still thinks").isNull();
            gate.countDown();
            readAll(chunks);
            assertThat(awaitSpan(model).status()).isEqualTo("UNSET");
          }
        });
    assertWhole(model);
  }

  @Test
  void aStreamThatIsPushedIsOneSpanUntilItsLastChunk() throws Exception {
    String model = model("pushed");
    AtomicInteger chunks = new AtomicInteger();
    against(
        stream(streamType(), chunks()),
        client -> push(client, model, chunks::incrementAndGet).get(60, TimeUnit.SECONDS));

    assertThat(chunks.get()).isPositive();
    assertWhole(model);
  }

  @Test
  void aConsumerThatThrowsEndsTheSpanAndIsNotTheModelsError() throws Exception {
    String model = model("thrower");
    against(
        stream(streamType(), chunks()),
        client -> {
          CompletableFuture<?> end =
              push(
                  client,
                  model,
                  () -> {
                    throw new IllegalStateException("mine");
                  });
          assertThat(end.handle((value, failure) -> "ended").get(60, TimeUnit.SECONDS))
              .isEqualTo("ended");
          if (closesWhereTheConsumerThrows()) {
            awaitSpan(model);
          } else {
            assertForgotten(model);
          }
        });
    Double errors = requests(model, "error");
    Double successes = requests(model, "success");
    assertThat((errors == null ? 0 : errors) + (successes == null ? 0 : successes)).isEqualTo(1);
  }

  @Test
  void aStreamThatIsCutIsAnErrorWithWhatCameBefore() throws Exception {
    assumeTrue(tellsCuts(), "the library takes it for the end");
    String model = model("cut");
    against(
        cutStream(streamType(), wire().firstChunk()),
        client -> {
          try (Chunks chunks = open(client, model)) {
            assertThatThrownBy(() -> readAll(chunks)).isInstanceOf(Exception.class);
          }
        });

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("ERROR");
    if (!failsFirst()) {
      assertThat(span.attribute("gen_ai.response.model"))
          .isEqualTo(wire().modelIsEarly() ? modelTold() : null);
    }
    assertThat(requests(model, "error")).isEqualTo(1);
  }

  @Test
  void aStreamThatIsLeftEarlyEndsWhenItIsClosedAndSaysSo() throws Exception {
    String model = model("left");
    against(
        stream(streamType(), chunks()),
        client -> {
          try (Chunks chunks = open(client, model)) {
            assertThat(chunks.next()).isTrue();
          }
        });

    RecordedSpan span = awaitSpan(model);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("obs.gen_ai.left_early", true)
        .doesNotContainEntry("gen_ai.usage.output_tokens", readsAhead() ? -1L : OUTPUT);
    assertThat(requests(model, "success")).isEqualTo(1);
  }

  @Test
  void aStreamThatIsDroppedEndsWhenItIsCollected() throws Exception {
    assumeTrue(forgets(), "who feeds the stream holds it");
    String model = model("dropped");
    against(
        stream(streamType(), chunks()),
        client -> {
          assertThat(open(client, model).next()).isTrue();
          assertForgotten(model);
        });
  }

  @Test
  void twoHundredStreamsAtATimeAreTwoHundredSpansAndLeakNothing() throws Exception {
    String model = model("many");
    try (ScriptedServer server = ScriptedServer.always(stream(streamType(), chunks()));
        Client client = connect(server.url(), 0)) {
      boolean pulled;
      try (Chunks first = client.stream(model("first"))) {
        pulled = first != null;
      }
      if (pulled) {
        pullMany(client, model);
      } else {
        pushMany(client, model);
      }
    }
  }

  /**
   * A quarter reads all, a quarter leaves, a quarter forgets, a quarter reads without closing;
   * where that keeps others waiting, or is never seen, half read all and half leave.
   */
  private void pullMany(Client client, String model) throws Exception {
    int kinds = holdsConnections() || !forgets() ? 2 : 4;
    Queue<Chunks> held = new ConcurrentLinkedQueue<>();
    atATime(model, i -> use(open(client, model), i % kinds, held));
    assertThat(held).hasSize(kinds == 4 ? STREAMS / 4 : 0);
    int dropped = kinds == 4 ? STREAMS / 4 : 0;
    assertThat(requests(model, "success")).isEqualTo(STREAMS - dropped);
    assertThat(requests(model, "error")).isEqualTo(dropped == 0 ? null : (Double) (double) dropped);
    assertThat(tokens(model, "output"))
        .isBetween(
            (double) (OUTPUT + earlyOutput()) * STREAMS / 2,
            (double) (OUTPUT + earlyOutput()) * STREAMS / (readsAhead() ? 1 : 2));
  }

  /** A quarter of the consumers throw at the first chunk. */
  private void pushMany(Client client, String model) throws Exception {
    atATime(
        model,
        i ->
            push(client, model, () -> throwIf(i % 4 == 0))
                .handle((value, failure) -> "ended")
                .get(60, TimeUnit.SECONDS));
    Double errors = requests(model, "error");
    assertThat(requests(model, "success") + (errors == null ? 0 : errors)).isEqualTo(STREAMS);
    assertThat(errors == null ? 0 : errors).isLessThanOrEqualTo(STREAMS / 4);
    assertThat(tokens(model, "output"))
        .isBetween((double) OUTPUT * STREAMS * 3 / 4, (double) (OUTPUT + earlyOutput()) * STREAMS);
  }

  private static void throwIf(boolean wanted) {
    if (wanted) {
      throw new IllegalStateException("mine");
    }
  }

  /** Uses {@link #STREAMS} on some threads, and waits until each is a span. */
  private static void atATime(String model, Use use) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        int stream = i;
        readers.add(
            threads.submit(
                () -> {
                  use.use(stream);
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        get(reader);
      }
      Recorded.await(
          () -> {
            System.gc();
            return spansOf(model).size() >= STREAMS;
          },
          () -> spansOf(model).size() + " of " + STREAMS + " streams have ended");
      assertThat(spansOf(model)).hasSize(STREAMS);
    } finally {
      threads.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface Use {
    void use(int stream) throws Exception;
  }

  private static void use(Chunks chunks, int kind, Queue<Chunks> held) throws Exception {
    assertThat(chunks.next()).isTrue();
    if (kind == 0 || kind == 3) {
      readAll(chunks);
    }
    if (kind <= 1) {
      chunks.close();
    }
    if (kind == 3) {
      held.add(chunks);
    }
  }

  private static void get(Future<?> reader) throws Exception {
    try {
      reader.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
