// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricPipelineTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SHUTDOWN = Duration.ofSeconds(60);

  private final MetricRegistry metrics = new MetricRegistry(TestConfig.of());
  private final Metrics.Counter.Series orders =
      metrics.counter(MetricDefinition.counter("orders_total", "Orders.")).labels();
  private final RecordingMetricExporter exporter = new RecordingMetricExporter();
  private @Nullable MetricPipeline pipeline;

  @AfterEach
  void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void metricsAreSentAgainAndAgain() throws Exception {
    start(Duration.ofMillis(10), SHUTDOWN, true);
    orders.add(1);
    assertThat(exporter.take("orders_total")).isLessThanOrEqualTo(1);
    await(() -> count("success") >= 3);
  }

  @Test
  void theLastSnapshotIsSentAtTheEnd() throws Exception {
    MetricPipeline started = start(NEVER, SHUTDOWN, true);
    orders.add(3);
    started.close();

    assertThat(exporter.take("orders_total")).isEqualTo(3);
    assertThat(exporter.waiting()).isZero();
    assertThat(exporter.closes).isEqualTo(1);
  }

  @Test
  void afterAFailureANewerSnapshotIsSent() throws Exception {
    exporter.failures.add(
        () -> {
          orders.add(1);
          throw new RetryableException("down", Duration.ZERO);
        });
    start(Duration.ofMillis(100), SHUTDOWN, true);

    assertThat(exporter.take("orders_total")).isEqualTo(1);
    assertThat(count("failure")).isEqualTo(1);
  }

  @Test
  void aRefusalWaitsForTheNextSnapshot() throws Exception {
    exporter.failures.add(
        () -> {
          throw new IOException("answered 500");
        });
    start(Duration.ofMillis(20), SHUTDOWN, true);

    exporter.take("obs_agent_metric_exports_total");
    assertThat(count("failure")).isEqualTo(1);
  }

  @Test
  void whoeverTakesNoMetricsAndWasNotChosenForThemIsLeftAlone() throws Exception {
    exporter.failures.add(
        () -> {
          throw new NotFoundException("answered 404");
        });
    MetricPipeline started = start(Duration.ofMillis(5), SHUTDOWN, false);
    await(() -> count("failure") == 1);
    started.close();

    assertThat(exporter.attempts).isEqualTo(1);
  }

  @Test
  void whoeverWasChosenIsAskedAgain() throws Exception {
    exporter.failures.add(
        () -> {
          throw new NotFoundException("answered 404");
        });
    start(Duration.ofMillis(5), SHUTDOWN, true);

    await(() -> count("success") > 0);
  }

  @Test
  void anExporterThatHangsIsCutAtTheDeadline() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    exporter.failures.add(
        () -> {
          entered.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IOException("cut", e);
          }
        });
    MetricPipeline started = start(Duration.ofMillis(5), Duration.ofMillis(50), true);
    entered.await();

    long begin = System.nanoTime();
    started.close();

    assertThat(System.nanoTime() - begin).isBetween(50_000_000L, 60_000_000_000L);
    await(() -> exporter.closes == 1);
  }

  private MetricPipeline start(Duration interval, Duration shutdown, boolean chosen) {
    ExportTiming timing =
        new ExportTiming(
            interval,
            Duration.ofMillis(2),
            Duration.ofMillis(10),
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            shutdown);
    MetricPipeline made =
        new MetricPipeline(
            timing, metrics, List.of(new NamedMetricExporter("test", exporter, chosen)));
    pipeline = made;
    made.start();
    return made;
  }

  private double count(String outcome) {
    for (MetricFamily family : metrics.collect()) {
      for (MetricFamily.Point point : family.points()) {
        if (family.name().equals("obs_agent_metric_exports_total")
            && point.labelValues().equals(List.of("test", outcome))) {
          return ((MetricFamily.NumberPoint) point).value();
        }
      }
    }
    return 0;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within a minute");
      }
      Thread.onSpinWait();
    }
  }
}
