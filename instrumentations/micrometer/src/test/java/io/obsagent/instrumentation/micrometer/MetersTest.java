// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class MetersTest {
  /** Held, as a registry holds it weakly. */
  private static final Integer AGE = 1500;

  /** What the agent has of names that begin so. */
  private static Map<String, Double> found(String prefix) {
    Map<String, Double> found = new TreeMap<>();
    for (String name : Recorded.seriesNames()) {
      if (name.startsWith(prefix)) {
        found.put(name, Recorded.metric(name));
      }
    }
    return found;
  }

  private static void use(MeterRegistry registry) {
    Counter.builder("same.orders")
        .tag("país", "es")
        .tag("orderKind", "a")
        .register(registry)
        .increment(3);
    Counter.builder("same.sold.total").baseUnit("bytes").register(registry).increment(2.5);
    Timer timer =
        Timer.builder("same.work")
            .description("Work.")
            .tag("b", "x")
            .tag("a", "y")
            .register(registry);
    timer.record(2, TimeUnit.SECONDS);
    timer.record(500, TimeUnit.MILLISECONDS);
    DistributionSummary summary =
        DistributionSummary.builder("same.size").baseUnit("bytes").register(registry);
    summary.record(100);
    summary.record(20);
    Gauge.builder("same.queue-length", () -> 7).register(registry);
    Gauge.builder("same.1st", () -> -1.5).baseUnit("items").register(registry);
    TimeGauge.builder("same.age", AGE, TimeUnit.MILLISECONDS, Integer::doubleValue)
        .register(registry);
    FunctionCounter.builder("same.seen", 42, Integer::doubleValue).register(registry);
    FunctionTimer.builder("same.polled", 4, n -> 4, n -> 8000, TimeUnit.MILLISECONDS)
        .register(registry);
    LongTaskTimer.builder("same.batch").tag("a", "y").register(registry);
  }

  @Test
  void namesUnitsAndValuesAreThoseOfMicrometersOwnRegistryForPrometheus() throws Exception {
    MeterRegistry oracle = Scrape.registry();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    use(oracle);
    use(registry);
    assertThat(found("same_")).isEqualTo(Scrape.series(oracle));
    oracle.close();
    registry.close();
  }

  /** Buckets and quantiles that the agent has of names that begin so. */
  private static Map<String, Double> parts(String prefix) {
    Map<String, Double> parts = found(prefix);
    Recorded.parts()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                parts.put(name, value);
              }
            });
    return parts;
  }

  private static void useDistributions(MeterRegistry registry) {
    Timer slow =
        Timer.builder("dist.slow").tag("a", "y").publishPercentileHistogram().register(registry);
    Timer percentiles =
        Timer.builder("dist.shown").publishPercentiles(0.5, 0.99).register(registry);
    DistributionSummary sizes =
        DistributionSummary.builder("dist.size")
            .baseUnit("bytes")
            .publishPercentileHistogram()
            .minimumExpectedValue(1.0)
            .maximumExpectedValue(1000.0)
            .register(registry);
    for (int i = 1; i <= 100; i++) {
      slow.record(i, TimeUnit.MILLISECONDS);
      percentiles.record(i, TimeUnit.MILLISECONDS);
      sizes.record(i);
    }
    slow.record(2, TimeUnit.MINUTES);
  }

  @Test
  void percentilesAndHistogramsAreAsConfigured() throws Exception {
    MeterRegistry oracle = Scrape.registry();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    useDistributions(oracle);
    useDistributions(registry);
    Map<String, Double> written = Scrape.series(oracle);
    assertThat(written.keySet().toString())
        .contains("le=\"+Inf\"", "le=\"0.001\"", "quantile=\"0.99\"");
    // Micrometer 1.5.0 divided these two twice.
    written.put("dist_slow_seconds_sum{a=\"y\"}", 125.05);
    written.put("dist_slow_seconds_max{a=\"y\"}", 120.0);
    assertThat(parts("dist_")).isEqualTo(written);
    oracle.close();
    registry.close();
  }

  @Test
  void objectivesOfAFilterAreBuckets() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public DistributionStatisticConfig configure(
                  Meter.Id id, DistributionStatisticConfig config) {
                return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(10e6, 100e6)
                    .build()
                    .merge(config);
              }
            });
    Timer timer = registry.timer("slo.work");
    timer.record(10, TimeUnit.MILLISECONDS);
    timer.record(11, TimeUnit.MILLISECONDS);
    timer.record(1, TimeUnit.SECONDS);
    assertThat(parts("slo_work_seconds_b"))
        .isEqualTo(
            Map.of(
                "slo_work_seconds_bucket{le=\"0.01\"}", 1.0,
                "slo_work_seconds_bucket{le=\"0.1\"}", 2.0,
                "slo_work_seconds_bucket{le=\"+Inf\"}", 3.0));
    assertThat(timer.takeSnapshot().histogramCounts()).as("the application's own").hasSize(2);
    registry.close();
  }

  @Test
  void bucketsNeverForget() {
    MockClock clock = new MockClock();
    SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    Timer timer =
        Timer.builder("kept.work")
            .publishPercentileHistogram()
            .publishPercentiles(0.5)
            .register(registry);
    timer.record(10, TimeUnit.MILLISECONDS);
    clock.add(Duration.ofHours(1));
    timer.record(10, TimeUnit.MILLISECONDS);
    assertThat(parts("kept_"))
        .containsEntry("kept_work_seconds_bucket{le=\"0.001\"}", 0.0)
        .containsEntry("kept_work_seconds_bucket{le=\"30.0\"}", 2.0)
        .containsEntry("kept_work_seconds_count", 2.0);
    registry.close();
  }

  @Test
  void oneThatHasNoneLeavesItsNameWithout() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Timer.builder("some.work").tag("a", "x").publishPercentileHistogram().register(registry);
    Timer.builder("some.work").tag("a", "y").register(registry).record(Duration.ofSeconds(1));
    assertThat(parts("some_work_seconds_b")).isEmpty();
    assertThat(found("some_work_seconds_c"))
        .containsOnlyKeys("some_work_seconds_count{a=\"x\"}", "some_work_seconds_count{a=\"y\"}");
    registry.close();
  }

  @Test
  void percentilesAreOfTheTimer() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Timer timer = Timer.builder("shown.work").publishPercentiles(0.5, 0.99).register(registry);
    timer.record(Duration.ofSeconds(2));
    assertThat(found("shown_"))
        .isEqualTo(
            Map.of(
                "shown_work_seconds_count", 1.0,
                "shown_work_seconds_sum", 2.0,
                "shown_work_seconds_max", 2.0));
    registry.close();
  }

  @Test
  void tasksThatRunAreCountedWhileTheyRun() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    LongTaskTimer timer = LongTaskTimer.builder("running.batch").register(registry);
    LongTaskTimer.Sample sample = timer.start();
    assertThat(Recorded.metric("running_batch_seconds_count")).isEqualTo(1);
    sample.stop();
    assertThat(Recorded.metric("running_batch_seconds_count")).isEqualTo(0);
    registry.close();
  }

  @Test
  void aCompositeIsCountedOnce() {
    CompositeMeterRegistry global = new CompositeMeterRegistry();
    CompositeMeterRegistry inner = new CompositeMeterRegistry();
    SimpleMeterRegistry first = new SimpleMeterRegistry();
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    global.add(inner);
    inner.add(first);
    global.add(second);
    global.counter("composed.orders").increment(3);
    second.counter("composed.directly").increment(2);
    inner.counter("composed.inner").increment(1);
    assertThat(found("composed_"))
        .isEqualTo(
            Map.of(
                "composed_orders_total", 3.0,
                "composed_directly_total", 2.0,
                "composed_inner_total", 1.0));
    List.of(first, second).forEach(MeterRegistry::close);
  }

  @Test
  void whatAPrometheusRegistryOfTheCompositeHasIsLeftToIt() throws Exception {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    SimpleMeterRegistry simple = new SimpleMeterRegistry();
    composite.add(simple);
    MeterRegistry prometheus = Scrape.registry();
    composite.add(prometheus);
    composite.counter("left.orders").increment();
    simple.counter("left.directly").increment();
    assertThat(found("left_")).isEqualTo(Map.of("left_directly_total", 1.0));
    prometheus.close();
    simple.close();
  }

  @Test
  void registriesOfTheirOwnAreAddedUp() {
    SimpleMeterRegistry first = new SimpleMeterRegistry();
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    first.counter("apart.orders").increment(3);
    second.counter("apart.orders").increment(4);
    assertThat(Recorded.metric("apart_orders_total")).isEqualTo(7);
    second.close();
    assertThat(Recorded.metric("apart_orders_total")).as("one is closed").isEqualTo(3);
    first.close();
  }

  @Test
  void otherTagsUnderOneNameAreOtherSeries() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry.counter("mixed.orders").increment();
    registry.counter("mixed.orders", "kind", "a").increment(2);
    assertThat(found("mixed_"))
        .isEqualTo(Map.of("mixed_orders_total", 1.0, "mixed_orders_total{kind=\"a\"}", 2.0));
    registry.close();
  }

  @Test
  void aGaugeThatThrowsCostsTheOthersNothing() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Gauge.builder(
            "thrown.gauge",
            () -> {
              throw new IllegalStateException("not now");
            })
        .register(registry);
    registry.counter("thrown.orders").increment();
    assertThat(Recorded.metric("thrown_orders_total")).isEqualTo(1);
    registry.close();
  }
}
