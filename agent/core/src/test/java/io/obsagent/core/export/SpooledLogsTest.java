// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.logs.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledLogsTest {
  @TempDir private Path directory;

  private final TestMetrics metrics = new TestMetrics();
  private final RecordingLogExporter exporter = new RecordingLogExporter();

  @Test
  void aReceiverThatIsDownForLongLosesNothing() throws Exception {
    fail(20, new RetryableException("down", Duration.ZERO));
    fail(1, new AccessDeniedException("a wrong password, for now"));
    List<FinishedLog> logs = TestLogs.lines(5_000);
    try (LogPipeline pipeline = started()) {
      logs.forEach(pipeline::accept);

      assertThat(take(5_000)).isEqualTo(logs);
      await(() -> metrics.total("obs_agent_exported_log_records_total", "test") == 5_000);
    }
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "export_failed")).isZero();
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "queue_full")).isZero();
  }

  @Test
  void whatAProcessCouldNotDeliverTheNextOneDoes() throws Exception {
    fail(10_000, new RetryableException("down", Duration.ZERO));
    List<FinishedLog> logs = TestLogs.lines(3_000);
    try (LogPipeline pipeline = started()) {
      logs.forEach(pipeline::accept);
    }
    assertThat(exporter.batches).isEmpty();
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "shutdown")).isZero();
    exporter.failures.clear();

    try (LogPipeline pipeline = started()) {
      assertThat(take(3_000)).isEqualTo(logs);
      assertThat(pipeline.exporters().get(0).dropped()).isZero();
    }
  }

  @Test
  void beyondItsShareOfTheDiskRecordsWaitInMemoryWithinTheirBound() throws Exception {
    fail(1_000_000, new RetryableException("down", Duration.ZERO));
    try (LogPipeline pipeline = pipeline(directory, 1, metrics)) {
      pipeline.start(List.of(NamedExporter.of("test", exporter, true)));
      String body = "x".repeat(9_000);
      for (int i = 0; i < 100; i++) {
        pipeline.accept(TestLogs.log(Severity.INFO, body + i));
      }
      await(() -> bytesOnDisk() > 900_000);
      for (int i = 0; i < 400; i++) {
        pipeline.accept(TestLogs.log(Severity.INFO, body + i));
      }
      await(() -> metrics.total("obs_agent_dropped_total", "logs", "queue_full") > 100);
      assertThat(bytesOnDisk()).isBetween(900_000L, 1_048_576L + 100);

      exporter.failures.clear();
      assertThat(take(100)).extracting(FinishedLog::body).startsWith(body + "0", body + "1");
    }
  }

  @Test
  void aDirectoryThatIsNoneIsAProblemAndTheRestGoesOn() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    try (LogPipeline pipeline = started(file)) {
      assertThat(Problems.all())
          .anySatisfy(problem -> assertThat(problem).startsWith("logs.spool.directory: " + file));
      pipeline.accept(TestLogs.error());
      assertThat(exporter.take()).containsExactly(TestLogs.error());
    } finally {
      Problems.clear("logs.spool.directory");
    }
  }

  @Test
  void aProcessThatIsKilledLosesNothingOfWhatItHadForAMoment() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int accepted;
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      accepted = Integer.parseInt(out.readLine());
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (LogPipeline pipeline = started()) {
      TreeSet<Integer> numbers = new TreeSet<>();
      while (numbers.size() < accepted) {
        exporter.take().forEach(log -> numbers.add(Integer.valueOf(log.body().substring(5))));
      }
      assertThat(numbers.first()).isZero();
      assertThat(numbers.headSet(accepted)).hasSize(accepted);
      assertThat(pipeline.exporters().get(0).dropped()).isZero();
    }
  }

  /** Accepts records for a receiver that is down, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path directory = Path.of(arguments[0]);
      LogPipeline pipeline = pipeline(directory, 8, new TestMetrics());
      pipeline.start(
          List.of(
              new NamedExporter<>(
                  "test",
                  batch -> {
                    throw new RetryableException("down", Duration.ZERO);
                  },
                  "",
                  () -> {},
                  true)));
      List<FinishedLog> logs = TestLogs.lines(10_000);
      logs.forEach(pipeline::accept);
      LogCodec codec = new LogCodec();
      long size = logs.stream().mapToLong(log -> SpoolFile.HEAD + codec.encode(log).length()).sum();
      while (bytes(directory) < size) {
        Thread.sleep(5);
      }
      System.out.println(10_000);
      for (int i = 10_000; ; i++) {
        pipeline.accept(TestLogs.log(Severity.INFO, "line " + i));
        if (i % 100 == 0) {
          Thread.sleep(1);
        }
      }
    }
  }

  private LogPipeline started() {
    return started(directory);
  }

  private LogPipeline started(Path where) {
    LogPipeline pipeline = pipeline(where, 8, metrics);
    pipeline.start(List.of(NamedExporter.of("test", exporter, true)));
    return pipeline;
  }

  /**
   * @param mebibytes of memory and of disk
   */
  private static LogPipeline pipeline(Path directory, int mebibytes, TestMetrics metrics) {
    return new LogPipeline(
        TestConfig.of(
            "logs.queue-mb",
            "" + mebibytes,
            "logs.spool.directory",
            directory.toString(),
            "logs.spool.disk-mb",
            "" + mebibytes),
        new ExportTiming(
            Duration.ofMillis(10),
            Duration.ofMillis(2),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMinutes(1),
            Duration.ofSeconds(60)),
        metrics);
  }

  private void fail(int times, IOException failure) {
    for (int i = 0; i < times; i++) {
      exporter.failures.add(failure);
    }
  }

  private List<FinishedLog> take(int count) throws InterruptedException {
    List<FinishedLog> all = new ArrayList<>();
    while (all.size() < count) {
      all.addAll(exporter.take());
    }
    return all;
  }

  private long bytesOnDisk() {
    return bytes(directory);
  }

  private static long bytes(Path directory) {
    try (var files = Files.list(directory.resolve("test"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      return 0;
    }
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
