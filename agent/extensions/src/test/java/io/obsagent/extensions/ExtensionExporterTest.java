// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExtensionExporterTest {
  private static final List<FinishedSpan> BATCH = List.of(TestSpan.named("one"));

  /** Answers what it is given. */
  private static final class AnsweringSpanExporter implements SpanExporter {
    private final CompletableResultCode answer;
    private final CountDownLatch called = new CountDownLatch(1);
    private volatile ClassLoader contextLoader;

    AnsweringSpanExporter(CompletableResultCode answer) {
      this.answer = answer;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      contextLoader = Thread.currentThread().getContextClassLoader();
      called.countDown();
      return answer;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static ExtensionExporter exporter(SpanExporter exporter, Duration timeout) {
    return new ExtensionExporter(
        exporter, Resource.empty(), timeout, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void aBatchThatWasTakenIsTaken() throws IOException {
    AnsweringSpanExporter answering = new AnsweringSpanExporter(CompletableResultCode.ofSuccess());
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    assertThat(exporter(answering, Duration.ofMinutes(1)).export(BATCH)).isZero();

    assertThat(answering.contextLoader).isSameAs(ClassLoader.getPlatformClassLoader());
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void aFailureIsToldWithItsCause() {
    CompletableResultCode failure =
        CompletableResultCode.ofExceptionalFailure(new IllegalStateException("closed on Sundays"));

    assertThatThrownBy(
            () -> exporter(new AnsweringSpanExporter(failure), Duration.ofMinutes(1)).export(BATCH))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("AnsweringSpanExporter could not send its spans")
        .hasMessageContaining("closed on Sundays");
  }

  @Test
  void anAnswerIsNotWaitedForForEver() {
    assertThatThrownBy(
            () ->
                exporter(
                        new AnsweringSpanExporter(new CompletableResultCode()),
                        Duration.ofMillis(20))
                    .export(BATCH))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within 20 ms (otel.bsp.export.timeout)");
  }

  @Test
  void closingFreesWhoeverWaits() throws Exception {
    AnsweringSpanExporter silent = new AnsweringSpanExporter(new CompletableResultCode());
    ExtensionExporter exporter = exporter(silent, Duration.ofHours(1));
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                exporter.export(BATCH);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    silent.called.await();

    while (!sending.isDone()) {
      exporter.close();
      Thread.onSpinWait();
    }

    assertThat(sending).isCompletedExceptionally();
  }

  @Test
  void itsNameIsMadeOfItsClass() {
    assertThat(
            ExtensionExporterFactory.nameOf(new AnsweringSpanExporter(new CompletableResultCode())))
        .isEqualTo("answering");
  }
}
