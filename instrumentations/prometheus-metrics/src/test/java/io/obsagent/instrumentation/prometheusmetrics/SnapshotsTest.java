// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SnapshotsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

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

  /** What the client itself writes, without the parts of a distribution. */
  private static Map<String, Double> written(PrometheusRegistry registry) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new PrometheusTextFormatWriter(false).write(text, registry.scrape());
    Map<String, Double> series = new TreeMap<>();
    for (String line : text.toString(StandardCharsets.UTF_8).split("\n")) {
      boolean part = line.contains("le=\"") || line.contains("quantile=\"");
      if (!line.startsWith("#") && !part) {
        int space = line.lastIndexOf(' ');
        series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return series;
  }

  @Test
  void everySeriesIsThereAsItIsWritten() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter orders =
        Counter.builder().name("p_orders").help("Orders.").labelNames("kind").register(registry);
    orders.labelValues("a").inc(3);
    orders.labelValues("ä").inc(0.5);
    Gauge.builder().name("p_queue").help("Waiting.").register(registry).set(-2.5);
    Histogram.builder()
        .name("p_work_seconds")
        .classicUpperBounds(0.1, 1)
        .register(registry)
        .observe(0.5);
    Histogram.builder().name("p_native").nativeOnly().register(registry).observe(3);
    Summary.builder().name("p_size_bytes").quantile(0.5, 0.01).register(registry).observe(42);
    Info.builder().name("p_build").labelNames("version").register(registry).addLabelValues("1");
    StateSet.builder().name("p_mode").states("on", "off").register(registry).setTrue("on");
    Map<String, Double> written = written(registry);
    assertThat(written).containsEntry("p_size_bytes_sum", 42.0).hasSize(12);
    assertThat(found("p_")).isEqualTo(written);
  }

  @Test
  void exemplarsArePassedOn() {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter orders = Counter.builder().name("x_orders").register(registry);
    Histogram work =
        Histogram.builder().name("x_work").classicUpperBounds(1, 10).register(registry);
    orders.incWithExemplar(Labels.of("trace_id", TRACE, "span_id", SPAN));
    work.observeWithExemplar(5, Labels.of("trace_id", TRACE, "span_id", SPAN));
    work.observeWithExemplar(50, Labels.of("trace_id", "not an id", "span_id", SPAN));
    String ids = TRACE + '/' + SPAN;
    assertThat(Recorded.exemplars())
        .containsEntry("x_orders_total", ids)
        .containsEntry("x_work_bucket{le=\"10.0\"}", ids)
        .doesNotContainKeys("x_work_bucket{le=\"1.0\"}", "x_work_bucket{le=\"+Inf\"}");
    Reference.reachabilityFence(registry);
  }

  @Test
  void theDefaultRegistryIsRead() {
    Counter counter = Counter.builder().name("default_orders_total").help("Orders.").register();
    counter.inc(4);
    assertThat(Recorded.metric("default_orders_total")).isEqualTo(4);
    PrometheusRegistry.defaultRegistry.unregister(counter);
    assertThat(Recorded.metric("default_orders_total")).isNull();
  }
}
