// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.Metrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MetricRegistryTest {
  private final MapConfig config = new MapConfig();

  private MetricRegistry registry() {
    return new MetricRegistry(config);
  }

  private static MetricFamily family(Metrics metrics, String name) {
    return metrics.collect().stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_counter_only_grows() {
    MetricRegistry registry = registry();
    Metrics.Counter counter =
        registry.counter(MetricDefinition.counter("a_total", "A.").labels("x", "y"));
    counter.labels("1", "2").add(2);
    counter.labels("1", "2").add(-1);
    counter.labels("1", "2").add(0.5);
    assertThat(family(registry, "a_total"))
        .isEqualTo(
            new MetricFamily(
                "a_total",
                "A.",
                "",
                MetricFamily.Type.COUNTER,
                List.of("x", "y"),
                List.of(new NumberPoint(List.of("1", "2"), 2.5, null))));
  }

  @Test
  void a_gauge_is_added_to_and_set() {
    MetricRegistry registry = registry();
    Metrics.Gauge.Series gauge = registry.gauge(MetricDefinition.gauge("g", "G.")).labels();
    gauge.add(3);
    gauge.set(10);
    gauge.add(-4);
    assertThat(family(registry, "g").points()).containsExactly(new NumberPoint(List.of(), 6, null));
  }

  @Test
  void a_histogram_puts_bounds_into_the_lower_bucket() {
    MetricRegistry registry = registry();
    Metrics.Histogram.Series series =
        registry.histogram(MetricDefinition.histogram("h", "H.", 1, 2).unit("s")).labels();
    for (double value : new double[] {0.5, 1, 1.5, 2, 100, Double.NaN, -1}) {
      series.record(value);
    }
    HistogramPoint point = (HistogramPoint) family(registry, "h").points().get(0);
    assertThat(point.cumulativeCounts()).containsExactly(3, 5, 6);
    assertThat(point.sum()).isEqualTo(104);
    assertThat(point.exemplars()).isEmpty();
  }

  @Test
  void buckets_are_configured_by_name() {
    config.with("metrics.buckets.h", "0.1, 0.2");
    MetricRegistry registry = registry();
    registry.histogram(MetricDefinition.histogram("h", "H.", 1, 2).unit("s")).labels().record(0.15);
    HistogramPoint point = (HistogramPoint) family(registry, "h").points().get(0);
    assertThat(point.bounds()).containsExactly(0.1, 0.2);
    assertThatThrownBy(() -> MetricsOptions.buckets("h", new double[] {1}).parser().apply("2,1"))
        .hasMessage("expected ascending numbers, but found 1");
  }

  @Test
  void a_bound_that_is_added_counts_from_then_on_and_loses_nothing() {
    MetricRegistry registry = registry();
    MetricDefinition definition = MetricDefinition.histogram("h", "H.", 1, 2);
    Metrics.Histogram.Series series = registry.histogram(definition).labels();
    series.record(1.2);
    series.record(0.5);
    series.record(9);

    assertThat(registry.addBound("h", 1.5)).isTrue();
    assertThat(registry.addBound("h", 1.5)).isTrue();
    HistogramPoint before = (HistogramPoint) family(registry, "h").points().get(0);
    series.record(1.2);
    series.record(1.7);
    HistogramPoint after = (HistogramPoint) family(registry, "h").points().get(0);

    assertThat(before.bounds()).containsExactly(1, 1.5, 2);
    assertThat(before.cumulativeCounts()).containsExactly(1, 1, 2, 3);
    assertThat(after.cumulativeCounts()).containsExactly(1, 2, 4, 5);
    assertThat(Math.round(after.sum() * 1000)).isEqualTo(13_600);
  }

  @Test
  void a_bound_may_be_added_before_its_histogram_and_there_is_an_end_of_them() {
    MetricRegistry registry = registry();
    for (int i = 0; i < 16; i++) {
      assertThat(registry.addBound("h", 10 + i)).isTrue();
    }
    assertThat(registry.addBound("h", 99)).isFalse();
    assertThat(registry.addBound("other", Double.POSITIVE_INFINITY)).isFalse();
    registry.histogram(MetricDefinition.histogram("h", "H.", 1, 12)).labels().record(3);
    assertThat(((HistogramPoint) family(registry, "h").points().get(0)).bounds())
        .hasSize(17)
        .startsWith(1, 10, 11, 12, 13);
  }

  @Test
  void nothing_is_lost_while_bounds_are_added() throws Exception {
    MetricRegistry registry = registry();
    HistogramFamily family = registry.histogram(MetricDefinition.histogram("h", "H.", 1));
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < each; n++) {
                  family.labels().record(n % 10);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (int bound = 2; bound < 9; bound++) {
      registry.addBound("h", bound);
      family(registry, "h");
    }
    for (Thread thread : threads) {
      thread.join();
    }
    HistogramPoint point = (HistogramPoint) family(registry, "h").points().get(0);
    assertThat(point.count()).isEqualTo(4L * each);
    assertThat(point.bounds()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void an_exemplar_is_the_current_sampled_span() {
    MetricRegistry registry = registry();
    HistogramCell series =
        registry.histogram(MetricDefinition.histogram("h", "H.", 1).unit("s")).labels();
    SpanContext sampled = context("1", TraceFlags.getSampled());
    try (Scope scope = Span.wrap(sampled).makeCurrent()) {
      series.record(0.5);
    }
    series.record(0.6, context("2", TraceFlags.getSampled()), System.nanoTime());
    series.record(2, context("3", TraceFlags.getDefault()), System.nanoTime());
    MetricFamily.Exemplar[] exemplars =
        ((HistogramPoint) family(registry, "h").points().get(0)).exemplars();
    assertThat(exemplars).hasSize(2);
    assertThat(exemplars[0].traceId()).isEqualTo(sampled.getTraceId());
    assertThat(exemplars[0].value()).isEqualTo(0.5);
    assertThat(exemplars[1]).isNull();
    series.record(0.7, context("4", TraceFlags.getSampled()), System.nanoTime() + 2_000_000_000L);
    exemplars = ((HistogramPoint) family(registry, "h").points().get(0)).exemplars();
    assertThat(exemplars[0].value()).isEqualTo(0.7);
  }

  private static SpanContext context(String digit, TraceFlags flags) {
    return SpanContext.create(digit.repeat(32), digit.repeat(16), flags, TraceState.getDefault());
  }

  @Test
  void beyond_the_bound_series_are_one_and_counted() {
    config.with("metrics.max-series", "10");
    MetricRegistry registry = registry();
    CounterFamily counter =
        registry.counter(MetricDefinition.counter("a_total", "A.").labels("x", "y"));
    for (int i = 0; i < 30; i++) {
      counter.labels("v" + i, "w").add(1);
    }
    counter.labels("v3", "w").add(1);
    List<MetricFamily.Point> points = family(registry, "a_total").points();
    assertThat(points).hasSize(10);
    assertThat(points.get(3)).isEqualTo(new NumberPoint(List.of("v3", "w"), 2, null));
    assertThat(points.get(9)).isEqualTo(new NumberPoint(List.of("other", "other"), 21, null));
    assertThat(family(registry, "obs_agent_dropped_total").points())
        .contains(new NumberPoint(List.of("metrics", "series_limit"), 21, null));
  }

  private static final MetricDefinition A =
      MetricDefinition.counter("a_total", "A.").labels("x", "y");

  private static Double dropped(Metrics metrics, String reason) {
    return family(metrics, "obs_agent_dropped_total").points().stream()
        .filter(point -> point.labelValues().equals(List.of("metrics", reason)))
        .map(point -> ((NumberPoint) point).value())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void asking_again_gives_the_same_instrument_in_other_words_too() {
    MetricRegistry registry = registry();
    assertThat(registry.counter(A)).isSameAs(registry.counter(A));
    assertThat(registry.counter(MetricDefinition.counter("a_total", "B.").labels("x", "y")))
        .isSameAs(registry.counter(A));
  }

  @Test
  void a_definition_of_another_shape_gets_an_instrument_that_only_counts_as_dropped() {
    MetricRegistry registry = registry();
    registry.counter(A).labels("1", "2").add(1);
    MetricDefinition otherLabels = MetricDefinition.counter("a_total", "A.").labels("x");
    registry.counter(otherLabels).labels("1").add(5);
    registry
        .gauge(MetricDefinition.gauge("a_total", "A.").labels("x", "y"))
        .labels("1", "2")
        .set(9);
    registry.histogram(A).labels("1", "2").record(1);

    assertThat(family(registry, "a_total").points())
        .containsExactly(new NumberPoint(List.of("1", "2"), 1, null));
    assertThat(dropped(registry, "conflict")).isEqualTo(3);
    assertThat(registry.counter(otherLabels)).isSameAs(registry.counter(otherLabels));
  }

  @Test
  void a_wrong_number_of_label_values_goes_to_the_rest() {
    MetricRegistry registry = registry();
    registry.counter(A).labels("1").add(2);
    registry.counter(A).labels("1", "2").add(1);
    MetricDefinition without = MetricDefinition.counter("b_total", "B.");
    registry.counter(without).labels("1").add(3);

    assertThat(family(registry, "a_total").points())
        .containsExactly(
            new NumberPoint(List.of("other", "other"), 2, null),
            new NumberPoint(List.of("1", "2"), 1, null));
    assertThat(family(registry, "b_total").points())
        .containsExactly(new NumberPoint(List.of(), 3, null));
    assertThat(dropped(registry, "series_limit")).isEqualTo(2);
  }

  @Test
  void families_that_differ_are_counted_where_they_meet() {
    MetricRegistry registry = registry();
    registry.counter(A).labels("1", "2").add(1);
    NumberPoint point = new NumberPoint(List.of("1"), 7, null);
    MetricDefinition other = MetricDefinition.counter("a_total", "A.").labels("x");
    registry.register(() -> List.of(new MetricFamily(other, List.of(point))));

    assertThat(family(registry, "a_total").points())
        .containsExactly(new NumberPoint(List.of("1", "2"), 1, null));
    assertThat(dropped(registry, "conflict")).isPositive();
  }

  @Test
  void label_values_are_cut() {
    MetricRegistry registry = registry();
    CounterFamily counter = registry.counter(MetricDefinition.counter("a_total", "A.").labels("x"));
    counter.labels("v".repeat(10_000)).add(1);
    counter.labels("v".repeat(20_000)).add(1);
    assertThat(family(registry, "a_total").points())
        .containsExactly(new NumberPoint(List.of("v".repeat(256)), 2, null));
  }

  @Test
  void nothing_is_lost_between_threads() throws InterruptedException {
    MetricRegistry registry = registry();
    HistogramFamily histogram =
        registry.histogram(MetricDefinition.histogram("h", "H.", 1, 2).labels("x"));
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                for (int i = 0; i < 10_000; i++) {
                  histogram.labels("v" + i % 100).record(1.5);
                }
              });
      threads.add(thread);
      thread.start();
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    List<MetricFamily.Point> points = family(registry, "h").points();
    assertThat(points).hasSize(100);
    assertThat(points)
        .allSatisfy(
            point -> {
              assertThat(((HistogramPoint) point).cumulativeCounts()).containsExactly(0, 800, 800);
              assertThat(((HistogramPoint) point).sum()).isEqualTo(1_200);
            });
  }

  private static final MetricDefinition ACTIVE =
      MetricDefinition.gauge("pool_active", "Active.").labels("pool");
  private static final MetricDefinition IDLE =
      MetricDefinition.gauge("pool_idle", "Idle.").labels("pool");
  private static final MetricDefinition TAKEN =
      MetricDefinition.counter("pool_taken_total", "Taken.").labels("pool");

  private static final Metrics.Reader<int[]> POOL =
      new Metrics.Reader<>() {
        @Override
        public List<MetricDefinition> definitions() {
          return List.of(ACTIVE, IDLE, TAKEN);
        }

        @Override
        public double[] read(int[] owner) {
          return new double[] {owner[0], Double.NaN, owner[0] < 0 ? Double.NaN : 10 * owner[0]};
        }
      };

  @Test
  void gauges_of_objects_go_with_the_object_and_totals_stay() throws InterruptedException {
    MetricRegistry registry = registry();
    int[] first = {3};
    int[] second = {4};
    registry.observe(first, POOL, "main");
    registry.observe(second, POOL, "main");
    assertThat(family(registry, "pool_active").points())
        .containsExactly(new NumberPoint(List.of("main"), 7, null));
    assertThat(family(registry, "pool_taken_total").points())
        .containsExactly(new NumberPoint(List.of("main"), 70, null));
    assertThat(registry.collect()).noneMatch(family -> family.name().equals("pool_idle"));
    java.lang.ref.WeakReference<int[]> gone = new java.lang.ref.WeakReference<>(second);
    second = null;
    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
    assertThat(family(registry, "pool_active").points())
        .containsExactly(new NumberPoint(List.of("main"), first[0], null));
    assertThat(family(registry, "pool_taken_total").points())
        .containsExactly(new NumberPoint(List.of("main"), 70, null));
    first[0] = -1;
    assertThat(family(registry, "pool_taken_total").points())
        .containsExactly(new NumberPoint(List.of("main"), 70, null));
  }

  @Test
  void a_broken_source_does_not_take_the_others_along() {
    MetricRegistry registry = registry();
    registry.register(
        () -> {
          throw new IllegalStateException("broken");
        });
    registry.register(
        () -> {
          throw new StackOverflowError();
        });
    registry.counter(MetricDefinition.counter("a_total", "A."));
    assertThat(registry.collect()).anyMatch(family -> family.name().equals("a_total"));
  }
}
