// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricNames;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AgentExtension.class)
class MetersTest {
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("order.kind");
  private static final Attributes WEB = Attributes.of(KIND, "web");

  private static Meter meter() {
    return GlobalOpenTelemetry.getMeter("com.acme.shop");
  }

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
  void whatIsRecordedIsAmongTheAgentsMetrics() {
    LongCounter orders =
        meter().counterBuilder("rec.orders").setUnit("{order}").setDescription("Orders.").build();
    orders.add(2, WEB);
    orders.add(3, WEB, Context.current());
    orders.add(1);
    orders.add(-7);
    LongUpDownCounter open = meter().upDownCounterBuilder("rec.open").build();
    open.add(5);
    open.add(-2);
    DoubleHistogram work = meter().histogramBuilder("rec.work").setUnit("s").build();
    work.record(0.5, WEB);
    work.record(2, WEB);
    meter().counterBuilder("rec.sold").ofDoubles().setUnit("By").build().add(1.5);
    assertThat(found("rec_"))
        .isEqualTo(
            Map.of(
                "rec_orders_total", 1.0,
                "rec_orders_total{order_kind=\"web\"}", 5.0,
                "rec_open", 3.0,
                "rec_work_seconds_count{order_kind=\"web\"}", 2.0,
                "rec_work_seconds_sum{order_kind=\"web\"}", 2.5,
                "rec_sold_bytes_total", 1.5));
  }

  @Test
  void oneNameIsOneInstrument() {
    meter().counterBuilder("one.orders").build().add(2);
    GlobalOpenTelemetry.getMeterProvider().get("other").counterBuilder("one.orders").build().add(3);
    assertThat(Recorded.metric("one_orders_total")).isEqualTo(5);
  }

  @Test
  void callbacksAreAskedWhenMetricsAreCollected() throws Exception {
    AtomicLong value = new AtomicLong(7);
    Object gauge =
        meter()
            .gaugeBuilder("asked.queue")
            .ofLongs()
            .buildWithCallback(measurement -> measurement.record(value.get(), WEB));
    Object counter =
        meter()
            .counterBuilder("asked.seen")
            .buildWithCallback(measurement -> measurement.record(value.get()));
    meter()
        .gaugeBuilder("asked.broken")
        .buildWithCallback(
            measurement -> {
              throw new IllegalStateException("not now");
            });
    assertThat(found("asked_"))
        .isEqualTo(Map.of("asked_queue{order_kind=\"web\"}", 7.0, "asked_seen_total", 7.0));
    value.set(9);
    assertThat(Recorded.metric("asked_seen_total")).isEqualTo(9);
    if (gauge instanceof AutoCloseable closeable && counter instanceof AutoCloseable other) {
      closeable.close(); // since 1.12
      other.close();
      assertThat(found("asked_")).isEmpty();
    }
  }

  @Test
  void seriesAreBounded() {
    LongCounter orders = meter().counterBuilder("many.orders").build();
    for (int i = 0; i < 3_000; i++) {
      orders.add(1, Attributes.of(KIND, "k" + i));
    }
    assertThat(found("many_").size()).isLessThanOrEqualTo(2_001);
    assertThat(found("many_").values().stream().mapToDouble(Double::doubleValue).sum())
        .isGreaterThanOrEqualTo(2_000);
  }

  @ParameterizedTest
  @CsvSource({
    "http.server.duration,s,false,false,http_server_duration_seconds",
    "orders,'{order}',true,false,orders_total",
    "orders_total,'',true,false,orders_total",
    "used,1,false,true,used_ratio",
    "used,1,true,false,used_total",
    "speed,By/s,false,true,speed_bytes_per_second",
    "rate,'{request}/min',false,true,rate_per_minute",
    "memory_bytes,By,false,true,memory_bytes",
    "2nd..place,'',false,true,_2nd_place"
  })
  void namesAreThoseOfTheSpecification(
      String name, String unit, boolean counter, boolean gauge, String expected) {
    assertThat(MetricNames.of(name, unit, counter, gauge)).isEqualTo(expected);
  }
}
