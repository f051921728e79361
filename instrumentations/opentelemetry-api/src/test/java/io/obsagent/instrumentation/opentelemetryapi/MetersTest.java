// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.spi.metrics.MetricNames;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Method;
import java.util.List;
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
  void allOtherInstrumentsAreThereToo() {
    meter().upDownCounterBuilder("all.level").ofDoubles().build().add(-1.5, WEB);
    LongHistogram sizes = meter().histogramBuilder("all.size").ofLongs().setUnit("By").build();
    sizes.record(7);
    sizes.record(9);
    List<Object> observed =
        List.of(
            meter()
                .counterBuilder("all.seen")
                .ofDoubles()
                .buildWithCallback(measurement -> measurement.record(1.5)),
            meter()
                .upDownCounterBuilder("all.open")
                .buildWithCallback(measurement -> measurement.record(-3, WEB)),
            meter()
                .upDownCounterBuilder("all.balance")
                .ofDoubles()
                .buildWithCallback(measurement -> measurement.record(-0.5)),
            meter().gaugeBuilder("all.heat").buildWithCallback(m -> m.record(36.6)));
    assertThat(found("all_"))
        .isEqualTo(
            Map.of(
                "all_level{order_kind=\"web\"}", -1.5,
                "all_size_bytes_count", 2.0,
                "all_size_bytes_sum", 16.0,
                "all_seen_total", 1.5,
                "all_open{order_kind=\"web\"}", -3.0,
                "all_balance", -0.5,
                "all_heat", 36.6));
    assertThat(observed).doesNotContainNull();
  }

  /** By reflection, as gauges that are set came with 1.38. */
  @Test
  void aGaugeThatIsSetKeepsItsLastValue() throws Exception {
    Object builder = meter().gaugeBuilder("set.queue").ofLongs();
    Class<?> type;
    try {
      type = Class.forName("io.opentelemetry.api.metrics.LongGauge");
    } catch (ClassNotFoundException before) {
      assumeTrue(false, "the API has no gauges that are set before 1.38");
      return;
    }
    Object gauge = LongGaugeBuilder.class.getMethod("build").invoke(builder);
    Method set = type.getMethod("set", long.class, Attributes.class);
    set.invoke(gauge, 5L, WEB);
    set.invoke(gauge, 3L, WEB);
    assertThat(Recorded.metric("set_queue{order_kind=\"web\"}")).isEqualTo(3);
  }

  /** By reflection, as the advice came with 1.32. */
  @Test
  void bucketsAreThoseThatAreAdvised() throws Exception {
    DoubleHistogramBuilder builder = meter().histogramBuilder("advised.work");
    try {
      DoubleHistogramBuilder.class
          .getMethod("setExplicitBucketBoundariesAdvice", List.class)
          .invoke(builder, List.of(1.0, 2.5));
    } catch (NoSuchMethodException before) {
      assumeTrue(false, "the API has no advice before 1.32");
    }
    builder.build().record(2);
    Map<String, Double> buckets = new TreeMap<>(Recorded.parts());
    buckets.keySet().removeIf(name -> !name.startsWith("advised_"));
    assertThat(buckets)
        .isEqualTo(
            Map.of(
                "advised_work_bucket{le=\"1.0\"}", 0.0,
                "advised_work_bucket{le=\"2.5\"}", 1.0,
                "advised_work_bucket{le=\"+Inf\"}", 1.0));
  }

  @Test
  void theCurrentSpanIsTheExemplar() {
    Span span = GlobalOpenTelemetry.getTracer("t").spanBuilder("sell").startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotNull();
      meter().counterBuilder("example.orders").build().add(1);
      meter().histogramBuilder("example.work").build().record(7);
    } finally {
      span.end();
    }
    String ids = span.getSpanContext().getTraceId() + '/' + span.getSpanContext().getSpanId();
    assertThat(Recorded.exemplars())
        .containsEntry("example_orders_total", ids)
        .containsEntry("example_work_bucket{le=\"10.0\"}", ids);
    Recorded.awaitSpans(1);
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
