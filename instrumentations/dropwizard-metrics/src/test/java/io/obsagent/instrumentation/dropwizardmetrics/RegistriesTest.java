// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.metrics5.MetricName;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class RegistriesTest {
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

  @Test
  void version4IsRead() {
    MetricRegistry registry = new MetricRegistry();
    registry.counter("four.open-orders").inc(3);
    registry.counter("four.open-orders").dec();
    registry.meter("four.requests").mark(5);
    registry.histogram("four.size").update(42);
    registry.timer("four.work").update(2, TimeUnit.SECONDS);
    registry.register("four.ratio", (Gauge<Double>) () -> 0.25);
    registry.register("four.up", (Gauge<Boolean>) () -> true);
    registry.register("four.name", (Gauge<String>) () -> "no number");
    registry.register(
        "four.broken",
        (Gauge<Double>)
            () -> {
              throw new IllegalStateException("not now");
            });
    assertThat(found("four_"))
        .containsEntry("four_open_orders", 2.0)
        .containsEntry("four_requests_total", 5.0)
        .containsEntry("four_size_count", 1.0)
        .containsEntry("four_work_count", 1.0)
        .containsEntry("four_ratio", 0.25)
        .containsEntry("four_up", 1.0)
        .doesNotContainKeys("four_name", "four_broken");
    Reference.reachabilityFence(registry);
  }

  @Test
  void version5IsReadWithItsTags() {
    io.dropwizard.metrics5.MetricRegistry registry = new io.dropwizard.metrics5.MetricRegistry();
    registry.meter(MetricName.build("five.requests").tagged("kind", "a", "b", "c")).mark(5);
    registry.counter("five.open").inc(2);
    assertThat(found("five_"))
        .isEqualTo(Map.of("five_requests_total{b=\"c\",kind=\"a\"}", 5.0, "five_open", 2.0));
    Reference.reachabilityFence(registry);
  }
}
