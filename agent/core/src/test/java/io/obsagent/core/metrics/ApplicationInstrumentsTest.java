// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instruments that the application names. */
class ApplicationInstrumentsTest {
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
  void the_applications_own_have_the_namespace_and_the_labels() {
    config.with("metrics.namespace", "shop").with("metrics.labels", "team=web");
    MetricRegistry registry = registry();
    Metrics own = registry.ofApplication();
    own.counter(MetricDefinition.counter("orders_total", "Orders.")).labels().add(2);
    assertThat(registry.collect())
        .filteredOn(family -> family.name().endsWith("orders_total"))
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.name()).isEqualTo("shop_orders_total");
              assertThat(family.labelNames()).containsExactly("team");
            });
  }

  @Test
  void an_application_has_instruments_of_its_own() {
    MetricRegistry registry = registry();
    registry.counter(MetricDefinition.counter("a_total", "A.")).labels().add(1);
    Metrics application = registry.ofApplication();
    application.counter(MetricDefinition.counter("a_total", "Mine.")).labels().add(2);
    application.gauge(MetricDefinition.gauge("g", "G.").labels("x")).labels("1").set(3);
    Metrics other = registry.ofApplication();
    other.gauge(MetricDefinition.gauge("g", "G.").labels("x")).labels("1").set(4);
    assertThat(family(registry, "a_total").points())
        .containsExactly(new NumberPoint(List.of(), 1, null));
    assertThat(family(registry, "app_a_total").points())
        .containsExactly(new NumberPoint(List.of(), 2, null));
    assertThat(family(registry, "g").points())
        .containsExactly(new NumberPoint(List.of("1"), 7, null));
    assertThat(List.of(application, other)).hasSize(2); // held until here
  }

  @Test
  void an_application_that_is_gone_takes_its_instruments_along() {
    MetricRegistry registry = registry();
    registry.ofApplication().gauge(MetricDefinition.gauge("g", "G.")).labels().set(3);
    long giveUp = System.nanoTime() + 60_000_000_000L;
    while (registry.collect().stream().anyMatch(family -> family.name().equals("g"))) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      System.gc();
    }
  }

  @Test
  void an_application_has_a_bounded_number_of_metrics() {
    MetricRegistry registry = registry();
    Metrics application = registry.ofApplication();
    for (int i = 0; i < 2_100; i++) {
      application
          .counter(MetricDefinition.counter("n" + i + "_total", "N.").labels("x"))
          .labels("1")
          .add(1);
    }
    long kept = registry.collect().stream().filter(family -> family.name().startsWith("n")).count();
    assertThat(kept).isEqualTo(2_000);
    assertThat(family(registry, "obs_agent_dropped_total").points())
        .contains(new NumberPoint(List.of("metrics", "conflict"), 100, null));
  }
}
