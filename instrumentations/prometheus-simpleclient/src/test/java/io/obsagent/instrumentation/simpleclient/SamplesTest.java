// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SamplesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final CollectorRegistry registry = new CollectorRegistry();

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

  /** What simpleclient itself writes, without the parts of a distribution. */
  private Map<String, Double> written() throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    Map<String, Double> series = new TreeMap<>();
    for (String line : text.toString().split("\n")) {
      boolean part =
          line.contains("le=\"") || line.contains("quantile=\"") || line.contains("_created");
      if (!line.startsWith("#") && !part) {
        int space = line.lastIndexOf(' ');
        series.put(
            line.substring(0, space).replace(",}", "}"), Double.valueOf(line.substring(space + 1)));
      }
    }
    return series;
  }

  @AfterEach
  void clear() {
    registry.clear();
  }

  @Test
  void everySampleIsThereAsItIsWritten() throws Exception {
    Counter orders =
        Counter.build("s_orders_total", "Orders.").labelNames("kind").register(registry);
    orders.labels("a").inc(3);
    orders.labels("b\"ä").inc(0.5);
    Gauge.build("s_queue", "Waiting.").register(registry).set(-2.5);
    Histogram.build("s_work_seconds", "Work.").buckets(0.1, 1).register(registry).observe(0.5);
    Summary.build("s_size_bytes", "Size.").quantile(0.5, 0.01).register(registry).observe(42);
    Map<String, Double> written = written();
    assertThat(written).containsEntry("s_size_bytes_sum", 42.0).hasSize(7);
    // The kit writes labels as they are, the format escapes them.
    assertThat(found("s_")).isEqualTo(new TreeMap<>(Map.copyOf(unescaped(written))));
  }

  private static Map<String, Double> unescaped(Map<String, Double> series) {
    Map<String, Double> unescaped = new TreeMap<>();
    series.forEach((name, value) -> unescaped.put(name.replace("\\\"", "\""), value));
    return unescaped;
  }

  @Test
  void exemplarsArePassedOn() throws Exception {
    Counter orders = Counter.build("x_orders_total", "Orders.").register(registry);
    Histogram work = Histogram.build("x_work", "Work.").buckets(1, 10).register(registry);
    String[] ids = {"trace_id", TRACE, "span_id", SPAN};
    try {
      Counter.class.getMethod("incWithExemplar", String[].class).invoke(orders, (Object) ids);
      Histogram.class
          .getMethod("observeWithExemplar", double.class, String[].class)
          .invoke(work, 5.0, ids);
      Histogram.class
          .getMethod("observeWithExemplar", double.class, String[].class)
          .invoke(work, 50.0, new String[] {"trace_id", "not an id", "span_id", SPAN});
    } catch (NoSuchMethodException before) {
      assumeTrue(false, "simpleclient has no exemplars before 0.11");
    }
    assertThat(Recorded.exemplars())
        .containsEntry("x_orders_total", TRACE + '/' + SPAN)
        .containsEntry("x_work_bucket{le=\"10.0\"}", TRACE + '/' + SPAN)
        .doesNotContainKeys("x_work_bucket{le=\"1.0\"}", "x_work_bucket{le=\"+Inf\"}");
  }

  @Test
  void theDefaultRegistryIsRead() {
    Counter counter = Counter.build("default_orders_total", "Orders.").register();
    counter.inc(4);
    assertThat(Recorded.metric("default_orders_total")).isEqualTo(4);
    CollectorRegistry.defaultRegistry.unregister(counter);
    assertThat(Recorded.metric("default_orders_total")).isNull();
  }

  @Test
  void aCollectorThatThrowsThrowsNowhereElse() {
    Collector broken =
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            throw new IllegalStateException("not now");
          }
        };
    CollectorRegistry other = new CollectorRegistry();
    other.register(broken);
    Counter.build("whole_orders_total", "Orders.").register(registry).inc();
    assertThat(Recorded.metric("whole_orders_total")).isEqualTo(1);
    Reference.reachabilityFence(other);
  }
}
