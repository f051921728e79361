// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.TooLargeException;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportPipelineTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final TestMetrics metrics = new TestMetrics();
  private final RecordingExporter exporter = new RecordingExporter();
  private ExportPipeline<FinishedSpan> pipeline = pipeline(Duration.ofMillis(10));

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void spansFromBeforeTheExportersAreSent() throws Exception {
    List<FinishedSpan> spans = accept(3);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));

    assertThat(exporter.take()).isEqualTo(spans);
    await(() -> metrics.total("obs_agent_exported_spans_total", "test") == 3);
  }

  @Test
  void anExporterTellsWhetherItSendsWhatFailedAndWhatItDropped() throws Exception {
    exporter.failures.add(
        () -> {
          throw new java.io.IOException("refused");
        });
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    accept(2);
    await(() -> pipeline.exporters().get(0).dropped() == 2);

    AgentReport.Exporter failed = pipeline.exporters().get(0);
    assertThat(failed.name() + " " + failed.signal()).isEqualTo("test traces");
    assertThat(failed.lastError()).isEqualTo("refused");
    assertThat(failed.lastSuccessEpochMillis()).isZero();
    accept(1);
    await(() -> pipeline.exporters().get(0).lastSuccessEpochMillis() > 0);
    assertThat(pipeline.exporters().get(0).dropped()).isEqualTo(2);
  }

  @Test
  void spansFromBeforeTheExportersAreBounded() throws Exception {
    List<FinishedSpan> spans = accept(120);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));

    assertThat(exporter.take()).isEqualTo(spans.subList(0, 100));
    assertThat(dropped("queue_full")).isEqualTo(20);
  }

  @Test
  void eachExporterGetsAllSpans() throws Exception {
    RecordingExporter other = new RecordingExporter();
    List<FinishedSpan> early = accept(2);
    pipeline.start(List.of(NamedExporter.of("test", exporter), NamedExporter.of("other", other)));
    assertThat(exporter.take()).isEqualTo(early);
    assertThat(other.take()).isEqualTo(early);

    List<FinishedSpan> late = accept(1);

    assertThat(exporter.take()).isEqualTo(late);
    assertThat(other.take()).isEqualTo(late);
  }

  @Test
  void anExporterThatHangsDelaysNoOtherAndHoldsNoMoreThanItsQueue() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    RecordingExporter stuck = new RecordingExporter();
    stuck.failures.add(
        () -> {
          hanging.countDown();
          awaitLatch(released);
        });
    pipeline.start(List.of(NamedExporter.of("stuck", stuck), NamedExporter.of("test", exporter)));
    accept(1);
    hanging.await();
    exporter.take();

    for (int i = 0; i < 20; i++) {
      List<FinishedSpan> spans = accept(10);
      List<FinishedSpan> received = new ArrayList<>();
      while (received.size() < 10) {
        received.addAll(exporter.take());
      }
      assertThat(received).isEqualTo(spans);
    }

    assertThat(dropped("queue_full")).isEqualTo(100);
    released.countDown();
  }

  @Test
  void aHalfFullQueueIsSentWithoutWaitingForTheInterval() throws Exception {
    pipeline = pipeline(NEVER);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));

    List<FinishedSpan> spans = accept(50);

    List<FinishedSpan> received = new ArrayList<>();
    while (received.size() < 50) {
      received.addAll(exporter.take());
    }
    assertThat(received).isEqualTo(spans);
  }

  @Test
  void noBatchIsLargerThanItsBound() throws Exception {
    pipeline = ExportPipeline.ofSpans(2_048, timing(NEVER, Duration.ofSeconds(5)), metrics);
    List<FinishedSpan> spans = accept(1_200);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    pipeline.close();

    assertThat(exporter.batches).extracting(List::size).containsExactly(512, 512, 176);
    assertThat(exporter.batches.stream().flatMap(List::stream)).containsExactlyElementsOf(spans);
  }

  @Test
  void aBatchThatMayBeSentAgainIsSentAgain() throws Exception {
    exporter.failures.add(ExportPipelineTest::busy);
    exporter.failures.add(ExportPipelineTest::busy);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    List<FinishedSpan> spans = accept(1);

    assertThat(exporter.take()).isEqualTo(spans);
    assertThat(exporter.attempts).isEqualTo(3);
    assertThat(dropped("export_failed")).isZero();
  }

  @Test
  void aBatchThatKeepsFailingIsDroppedAndCounted() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      exporter.failures.add(ExportPipelineTest::busy);
    }
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    accept(2);

    await(() -> dropped("export_failed") == 2);
    exporter.failures.clear();
    List<FinishedSpan> next = accept(1);
    assertThat(exporter.take()).isEqualTo(next);
  }

  @Test
  void aRefusedBatchIsDroppedAndTheNextOneSent() throws Exception {
    exporter.failures.add(
        () -> {
          throw new IOException("refused");
        });
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    accept(2);
    await(() -> dropped("export_failed") == 2);

    List<FinishedSpan> next = accept(1);

    assertThat(exporter.take()).isEqualTo(next);
  }

  @Test
  void whatIsTooLargeForOneRequestGoesInSeveral() throws Exception {
    RecordingExporter small =
        new RecordingExporter() {
          @Override
          public int export(List<FinishedSpan> batch) throws IOException {
            if (batch.size() > 3 || batch.get(0).name().equals("span 0")) {
              throw new TooLargeException("answered 413");
            }
            return super.export(batch);
          }
        };
    List<FinishedSpan> spans = accept(10);
    pipeline.start(List.of(NamedExporter.of("test", small)));

    await(() -> metrics.total("obs_agent_exported_spans_total", "test") == 9);
    assertThat(dropped("export_failed")).isEqualTo(1);
    assertThat(small.batches.stream().flatMap(List::stream))
        .containsExactlyElementsOf(spans.subList(1, 10));
  }

  @Test
  void aFaultInAnExporterCostsItsBatchOnly() throws Exception {
    exporter.failures.add(
        () -> {
          throw new IllegalStateException("a fault");
        });
    exporter.failures.add(
        () -> {
          throw new NoClassDefFoundError("a/Missing");
        });
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    accept(1);
    await(() -> dropped("export_failed") == 1);
    accept(1);
    await(() -> dropped("export_failed") == 2);

    List<FinishedSpan> next = accept(1);

    assertThat(exporter.take()).isEqualTo(next);
  }

  @Test
  void spansThatTheReceiverRefusedAreNotExported() throws Exception {
    pipeline = pipeline(NEVER);
    exporter.refused = 2;
    accept(5);
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    exporter.take();

    await(() -> metrics.total("obs_agent_exported_spans_total", "test") == 3);
  }

  @Test
  void withoutMemoryABatchIsLostAndTheWorkerGoesOn() throws Exception {
    exporter.failures.add(
        () -> {
          throw new OutOfMemoryError("none left");
        });
    pipeline.start(List.of(NamedExporter.of("memory", exporter)));
    accept(2);
    await(() -> dropped("export_failed") == 2);

    List<FinishedSpan> next = accept(1);

    assertThat(exporter.take()).isEqualTo(next);
    assertThat(AgentLoop.failures().get("export-memory")).isEqualTo(1);
  }

  @Test
  void aReceiverThatAsksToWaitIsNotSentTheBatchBefore() throws Exception {
    long[] refused = new long[1];
    exporter.failures.add(
        () -> {
          refused[0] = System.nanoTime();
          throw new RetryableException("later", Duration.ofMillis(150));
        });
    pipeline.start(List.of(NamedExporter.of("test", exporter)));
    accept(1);

    exporter.take();
    assertThat(System.nanoTime() - refused[0]).isGreaterThanOrEqualTo(150_000_000);
  }

  @Test
  void closingSendsWhatWaitsAndFreesThreadAndExporter() {
    pipeline = pipeline(NEVER);
    pipeline.start(List.of(NamedExporter.of("closing", exporter)));
    List<FinishedSpan> spans = accept(3);

    pipeline.close();
    pipeline.close();

    assertThat(exporter.batches).containsExactly(spans);
    assertThat(exporter.closes).isEqualTo(1);
    assertThat(threadsNamed("obs-export-closing")).isZero();
    accept(1);
    assertThat(dropped("shutdown")).isEqualTo(1);
  }

  @Test
  void closingWhileTheReceiverIsDownGivesUpAtOnce() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      exporter.failures.add(ExportPipelineTest::busy);
    }
    pipeline = ExportPipeline.ofSpans(2_048, timing(NEVER, Duration.ofMinutes(5)), metrics);
    pipeline.start(List.of(NamedExporter.of("down", exporter)));
    accept(1_100);

    pipeline.close();

    assertThat(dropped("shutdown")).isEqualTo(1_100);
    assertThat(threadsNamed("obs-export-down")).isZero();
  }

  @Test
  void closingWithAnExporterThatHangsEndsAtTheDeadline() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    exporter.failures.add(
        () -> {
          hanging.countDown();
          awaitLatch(new CountDownLatch(1));
        });
    pipeline = ExportPipeline.ofSpans(100, timing(NEVER, Duration.ofMillis(100)), metrics);
    pipeline.start(List.of(NamedExporter.of("hanging", exporter)));
    accept(60);
    hanging.await();

    pipeline.close();

    await(() -> threadsNamed("obs-export-hanging") == 0);
    assertThat(exporter.closes).isEqualTo(1);
  }

  @Test
  void withoutExportersNothingIsKept() {
    accept(10);
    pipeline.start(List.of());

    accept(1_000);

    assertThat(dropped("queue_full")).isZero();
  }

  private ExportPipeline<FinishedSpan> pipeline(Duration interval) {
    return ExportPipeline.ofSpans(100, timing(interval, Duration.ofSeconds(60)), metrics);
  }

  private static ExportTiming timing(Duration interval, Duration shutdown) {
    return new ExportTiming(
        interval,
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(500),
        Duration.ofMinutes(1),
        shutdown);
  }

  private List<FinishedSpan> accept(int count) {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(TestSpan.named("span " + i));
    }
    spans.forEach(pipeline::accept);
    return spans;
  }

  private long dropped(String reason) {
    return metrics.total("obs_agent_dropped_total", "traces", reason);
  }

  private static void busy() throws IOException {
    throw new RetryableException("busy", Duration.ZERO);
  }

  private static void awaitLatch(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException("interrupted");
    }
  }

  private static long threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within a minute");
      }
      Thread.onSpinWait();
    }
  }
}
