// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.service.AgentThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final TestMetrics metrics = new TestMetrics();
  private final Intake intake = new Intake(metrics);
  private final LogSink.Source source = intake.source("logback");

  private long dropped(String reason) {
    return metrics.total("obs_agent_dropped_total", "logs", reason);
  }

  @Test
  void everyEventIsCountedAndThoseBelowTheThresholdAreNotWanted() {
    assertThat(source.wants(Severity.DEBUG)).isFalse();
    assertThat(source.wants(Severity.INFO)).isTrue();
    intake.threshold(Severity.ERROR);
    assertThat(source.wants(Severity.INFO)).isFalse();
    assertThat(source.wants(Severity.FATAL)).isTrue();

    assertThat(metrics.total("log_events_total", "debug", "logback")).isEqualTo(1);
    assertThat(metrics.total("log_events_total", "info", "logback")).isEqualTo(2);
    assertThat(metrics.total("log_events_total", "fatal", "logback")).isEqualTo(1);
  }

  @Test
  void aFullQueueDropsAndCounts() {
    AtomicInteger woken = new AtomicInteger();
    intake.wakes(woken::incrementAndGet);
    LogRecord record = Records.of(Severity.INFO, "a", "m");
    for (int i = 0; i < Intake.CAPACITY + 17; i++) {
      source.accept(record);
    }
    List<LogRecord> drained = new ArrayList<>();

    assertThat(intake.drainTo(drained, 20_000)).isEqualTo(Intake.CAPACITY);
    assertThat(dropped("intake_full")).isEqualTo(17);
    assertThat(woken).hasValue(1);
    source.accept(record);
    assertThat(intake.drainTo(drained, 20_000)).isEqualTo(1);
  }

  @Test
  void whatFindsTheQueueFullIsNotWanted() {
    for (int i = 0; i < Intake.CAPACITY; i++) {
      source.accept(Records.of(Severity.INFO, "a", "m"));
    }

    assertThat(source.wants(Severity.ERROR)).isFalse();
    assertThat(dropped("intake_full")).isEqualTo(1);
    intake.drainTo(new ArrayList<>(), 1);
    assertThat(source.wants(Severity.ERROR)).isTrue();
  }

  @Test
  void longMessagesAreBoundedByTheirLength() {
    LogRecord record = Records.of(Severity.INFO, "a", "m".repeat(1 << 20));
    Intake large = new Intake(metrics, 1L << 30);
    for (int i = 0; i < 20; i++) {
      large.source("logback").accept(record);
    }

    assertThat(large.drainTo(new ArrayList<>(), 100)).isEqualTo(7);
    assertThat(dropped("intake_full")).isEqualTo(13);
  }

  @Test
  void inASmallHeapLessWaitsAndTheReaderIsWokenAtHalf() {
    AtomicInteger woken = new AtomicInteger();
    Intake small = new Intake(metrics, 128 << 20);
    small.wakes(woken::incrementAndGet);
    LogRecord record = Records.of(Severity.INFO, "a", "m".repeat(1 << 10));
    List<Integer> wokenAt = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      small.source("logback").accept(record);
      if (woken.getAndSet(0) > 0) {
        wokenAt.add(i);
      }
    }

    assertThat(small.drainTo(new ArrayList<>(), 10_000)).isEqualTo((2 << 20) / 1_152);
    assertThat(wokenAt).containsExactly((1 << 20) / 1_152 + 1);
  }

  @Test
  void whileExportersDoNotFollowLessWaitsBelowWarn() {
    Intake small = new Intake(metrics, 128 << 20);
    small.wakes(() -> {});
    small.nextSecond(5_000);
    LogRecord line = Records.of(Severity.INFO, "a", "m".repeat(1 << 10));
    LogRecord error = Records.of(Severity.ERROR, "a", "m".repeat(1 << 10));
    for (int i = 1; i <= 5_000; i++) {
      small.source("logback").accept(line);
    }
    assertThat(small.source("logback").wants(Severity.INFO)).isTrue();
    for (int i = 1; i <= 5_000; i++) {
      small.source("logback").accept(error);
    }
    assertThat(small.source("logback").wants(Severity.INFO)).isFalse();

    List<LogRecord> drained = new ArrayList<>();
    small.drainTo(drained, 10_000);
    assertThat(drained).filteredOn(line::equals).hasSize((512 << 10) / 1_152);
    assertThat(drained).hasSize((2 << 20) / 1_152);
  }

  @Test
  void beforeThereIsAReaderTheHeapDoesNotCount() {
    Intake early = new Intake(metrics, 128 << 20);
    LogRecord record = Records.of(Severity.INFO, "a", "m".repeat(1 << 10));
    for (int i = 1; i <= 5_000; i++) {
      early.source("logback").accept(record);
    }

    assertThat(early.drainTo(new ArrayList<>(), 10_000)).isEqualTo(5_000);
  }

  @Test
  void aFloodIsSampledAndErrorsHaveABoundOfTheirOwn() {
    intake.rate(100);

    assertThat(wanted(6_400)).isEqualTo(100 + 99);
    assertThat(intake.isFlooded()).isTrue();
    assertThat(dropped("sampled")).isEqualTo(6_400 - 199);
    assertThat(source.wants(Severity.ERROR)).isTrue();
    assertThat(intake.nextSecond(Demand.UNBOUNDED)).isEqualTo(6_400 - 199);
  }

  @Test
  void eachSecondBeginsAnewWithWhatIsOfUse() {
    intake.rate(100);
    wanted(200);
    intake.nextSecond(50);

    assertThat(intake.isFlooded()).isFalse();
    assertThat(wanted(60)).isEqualTo(50);
    assertThat(intake.nextSecond(Demand.UNBOUNDED)).isEqualTo(10);
    assertThat(wanted(100)).isEqualTo(100);
    assertThat(intake.nextSecond(Demand.UNBOUNDED)).isZero();
  }

  private long wanted(int events) {
    return IntStream.range(0, events).filter(i -> source.wants(Severity.INFO)).count();
  }

  @Test
  void whatTheApplicationLogsWhileTheAgentReadsItIsCountedOnly() throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    Thread agent = AgentThread.newThread("test", () -> wanted.set(source.wants(Severity.ERROR)));
    agent.start();
    agent.join();

    assertThat(wanted).isFalse();
    assertThat(metrics.total("log_events_total", "error", "logback")).isEqualTo(1);
  }

  @Test
  void aClosedIntakeCountsOnly() {
    intake.close();

    assertThat(source.wants(Severity.ERROR)).isFalse();
    source.accept(Records.of(Severity.ERROR, "a", "m"));
    assertThat(intake.drainTo(new ArrayList<>(), 10)).isZero();
    assertThat(metrics.total("log_events_total", "error", "logback")).isEqualTo(1);
  }
}
