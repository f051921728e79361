// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.logs.Severity;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogPipelineTest {
  private final TestMetrics metrics = new TestMetrics();
  private final RecordingLogExporter exporter = new RecordingLogExporter();
  private final LogPipeline pipeline =
      new LogPipeline(TestConfig.of("logs.export-interval", "10ms", "logs.queue-mb", "1"), metrics);

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void recordsFromBeforeTheExportersAreSentAndCounted() throws Exception {
    List<FinishedLog> logs = TestLogs.lines(3);
    logs.forEach(pipeline::accept);
    start(true);

    assertThat(exporter.take()).isEqualTo(logs);
    await(() -> metrics.total("obs_agent_exported_log_records_total", "test") == 3);
    AgentReport.Exporter account = pipeline.exporters().get(0);
    assertThat(account.name() + " " + account.signal()).isEqualTo("test logs");
    assertThat(account.lastSuccessEpochMillis()).isPositive();
  }

  @Test
  void withoutExportersNothingIsKeptOrCounted() {
    TestLogs.lines(3).forEach(pipeline::accept);
    pipeline.start(List.of());
    TestLogs.lines(3).forEach(pipeline::accept);

    assertThat(pipeline.exporters()).isEmpty();
    pipeline.close();
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "shutdown")).isZero();
  }

  @Test
  void whileNothingIsTakenTheQueueIsBoundedAndTellsWhatItDropped() throws Exception {
    for (int i = 0; i < 30; i++) {
      pipeline.accept(
          TestLogs.log(i == 0 ? Severity.ERROR : Severity.INFO, i + " ".repeat(100_000)));
    }
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "queue_full")).isEqualTo(20);
    start(true);

    assertThat(exporter.take())
        .extracting(log -> log.body().strip())
        .containsExactly("0", "21", "22", "23", "24", "25", "26", "27", "28", "29");
  }

  @Test
  void aReceiverThatTakesNoLogsAndWasNotChosenForThemIsLeftAlone() throws Exception {
    exporter.failures.add(new NotFoundException("answered 404"));
    start(false);
    pipeline.accept(TestLogs.log(Severity.INFO, "first"));
    await(() -> !pipeline.exporters().get(0).lastError().isEmpty());

    TestLogs.lines(5).forEach(pipeline::accept);
    pipeline.close();

    assertThat(exporter.attempts).isEqualTo(1);
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "export_failed")).isZero();
    assertThat(pipeline.exporters().get(0).lastError()).isEqualTo("answered 404");
  }

  @Test
  void oneThatWasChosenLosesTheBatchAndIsTriedAgain() throws Exception {
    exporter.failures.add(new NotFoundException("answered 404"));
    start(true);
    pipeline.accept(TestLogs.log(Severity.INFO, "first"));
    await(() -> metrics.total("obs_agent_dropped_total", "logs", "export_failed") == 1);

    pipeline.accept(TestLogs.log(Severity.INFO, "second"));
    assertThat(exporter.take()).extracting(FinishedLog::body).containsExactly("second");
  }

  @Test
  void closingSendsWhatWaits() {
    start(true);
    List<FinishedLog> logs = TestLogs.lines(5);
    logs.forEach(pipeline::accept);
    pipeline.stop();
    pipeline.close();

    assertThat(exporter.batches.stream().flatMap(List::stream)).containsExactlyElementsOf(logs);
    pipeline.accept(logs.get(0));
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "shutdown")).isEqualTo(1);
  }

  private void start(boolean chosen) {
    pipeline.start(List.of(NamedExporter.of("test", exporter, chosen)));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within a minute");
      }
      Thread.sleep(1);
    }
  }
}
