// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same measurements to the agent and to an SDK: the same spans stand for them. */
@ExtendWith(AgentExtension.class)
class ExemplarsTest {
  private static final Attributes WEB = Attributes.builder().put("kind", "web").build();

  /** Measures as an application does: in a span, in another, in one that is not kept, in none. */
  private static void measure(Meter meter, Span current, Span given, Span dropped) {
    LongCounter orders = meter.counterBuilder("exemplars.orders").build();
    LongCounter alone = meter.counterBuilder("exemplars.alone").build();
    DoubleHistogram work = meter.histogramBuilder("exemplars.work").setUnit("s").build();
    alone.add(1);
    try (Scope scope = current.makeCurrent()) {
      assertThat(scope).isNotNull();
      orders.add(2, WEB);
      work.record(7, WEB);
      work.record(30, WEB, Context.root().with(given));
      orders.add(3, Attributes.empty(), Context.root().with(given));
      work.record(2_000, WEB, Context.root());
      work.record(9_000, WEB, Context.root().with(dropped));
    }
  }

  /** Series or bucket → ids of trace and span, as {@link Recorded#exemplars} has them. */
  private static Map<String, String> ofTheSdk(InMemoryMetricReader reader) {
    Map<String, String> found = new TreeMap<>();
    for (MetricData metric : reader.collectAllMetrics()) {
      String name = metric.getName().replace('.', '_');
      for (PointData point : metric.getData().getPoints()) {
        String kind = point.getAttributes().isEmpty() ? "" : "kind=\"web\"";
        if (point instanceof HistogramPointData histogram) {
          for (ExemplarData exemplar : histogram.getExemplars()) {
            found.put(
                name
                    + "_seconds_bucket{"
                    + kind
                    + ",le=\""
                    + bucket(histogram, value(exemplar))
                    + "\"}",
                ids(exemplar));
          }
        } else {
          for (ExemplarData exemplar : point.getExemplars()) {
            found.put(name + "_total" + (kind.isEmpty() ? "" : "{" + kind + "}"), ids(exemplar));
          }
        }
      }
    }
    return found;
  }

  private static double value(ExemplarData exemplar) {
    return ((DoubleExemplarData) exemplar).getValue();
  }

  private static String bucket(HistogramPointData histogram, double value) {
    for (double bound : histogram.getBoundaries()) {
      if (value <= bound) {
        return String.valueOf(bound);
      }
    }
    return "+Inf";
  }

  private static String ids(ExemplarData exemplar) {
    return exemplar.getSpanContext().getTraceId() + '/' + exemplar.getSpanContext().getSpanId();
  }

  private static Span span(String name) {
    return GlobalOpenTelemetry.getTracer("com.acme.shop").spanBuilder(name).startSpan();
  }

  @Test
  void theSameSpansStandForTheSameMeasurements() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    Span current = span("current");
    Span given = span("given");
    Span dropped =
        Span.wrap(
            SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getDefault(),
                TraceState.getDefault()));
    try (SdkMeterProvider sdk = SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      measure(sdk.get("com.acme.shop"), current, given, dropped);
      measure(GlobalOpenTelemetry.getMeter("com.acme.shop"), current, given, dropped);
      Map<String, String> expected = ofTheSdk(reader);
      assertThat(expected).hasSize(4);
      Map<String, String> found = new TreeMap<>(Recorded.exemplars());
      found.keySet().removeIf(series -> !series.startsWith("exemplars_"));
      assertThat(found).isEqualTo(expected);
    }
    current.end();
    given.end();
    Recorded.awaitSpans(2);
  }
}
