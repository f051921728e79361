// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.obsagent.exporter.testkit.RandomFacts;
import io.obsagent.exporter.testkit.SdkSpans;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoubleExemplarData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSummaryData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSummaryPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableValueAtQuantile;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same facts through our encoders and through those of OpenTelemetry's SDK are the same
 * messages, but for their order, and that of attributes, which the SDK sorts.
 */
class SdkOracleTest {
  private static final long STARTED = 1_700_000_000_000_000_000L;
  private static final long NOW = STARTED + 60_000_000_000L;
  private static final Resource RESOURCE =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shöp"));
  private static final Map<String, String> OWN_RESOURCE = Map.of("service.name", "shöp");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void spansAreAsTheSdkWritesThem(long seed) throws IOException {
    List<FinishedSpan> spans = new RandomFacts(seed).spans(60);
    ByteArrayOutputStream bySdk = new ByteArrayOutputStream();
    TraceRequestMarshaler.create(spans.stream().map(span -> SdkSpans.of(span, RESOURCE)).toList())
        .writeBinaryTo(bySdk);

    ByteBuffer own = new TraceEncoder(OWN_RESOURCE).encode(spans);

    assertSame(
        spans(ExportTraceServiceRequest.parseFrom(own)),
        spans(ExportTraceServiceRequest.parseFrom(bySdk.toByteArray())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void metricsAreAsTheSdkWritesThem(long seed) throws IOException {
    List<MetricFamily> families = withoutNaN(new RandomFacts(seed).families(30, true));
    ByteArrayOutputStream bySdk = new ByteArrayOutputStream();
    MetricsRequestMarshaler.create(families.stream().map(SdkOracleTest::data).toList())
        .writeBinaryTo(bySdk);
    List<byte[]> own = new ArrayList<>();
    new MetricEncoder(OWN_RESOURCE, false, () -> STARTED)
        .encode(families, NOW, request -> own.add(bytes(request)));

    assertThat(own).hasSize(1);
    assertSame(
        metrics(ExportMetricsServiceRequest.parseFrom(own.get(0))),
        metrics(ExportMetricsServiceRequest.parseFrom(bySdk.toByteArray())));
  }

  /** One by one, so that a failure shows the one that differs. */
  private static <M> void assertSame(Map<String, List<M>> own, Map<String, List<M>> bySdk) {
    assertThat(own.keySet()).isEqualTo(bySdk.keySet());
    own.forEach(
        (place, each) -> {
          assertThat(each).hasSameSizeAs(bySdk.get(place));
          for (int i = 0; i < each.size(); i++) {
            assertThat(each.get(i)).as(place).isEqualTo(bySdk.get(place).get(i));
          }
        });
  }

  /** Which we do not send, as no backend knows what to do with it. */
  private static List<MetricFamily> withoutNaN(List<MetricFamily> families) {
    List<MetricFamily> without = new ArrayList<>();
    for (MetricFamily family : families) {
      List<Point> points =
          family.points().stream()
              .filter(each -> !(each instanceof NumberPoint point) || !Double.isNaN(point.value()))
              .toList();
      if (!points.isEmpty()) {
        without.add(new MetricFamily(family.definition(), points));
      }
    }
    return without;
  }

  private static MetricData data(MetricFamily family) {
    InstrumentationScopeInfo scope = InstrumentationScopeInfo.create("io.obsagent");
    return switch (family.type()) {
      case COUNTER ->
          ImmutableMetricData.createDoubleSum(
              RESOURCE,
              scope,
              family.name(),
              family.help(),
              "",
              ImmutableSumData.create(
                  true, AggregationTemporality.CUMULATIVE, numbers(family, STARTED)));
      case GAUGE, UNKNOWN ->
          ImmutableMetricData.createDoubleGauge(
              RESOURCE,
              scope,
              family.name(),
              family.help(),
              "",
              ImmutableGaugeData.create(numbers(family, 0)));
      case HISTOGRAM ->
          ImmutableMetricData.createDoubleHistogram(
              RESOURCE,
              scope,
              family.name(),
              family.help(),
              "",
              ImmutableHistogramData.create(
                  AggregationTemporality.CUMULATIVE,
                  family.points().stream().map(each -> histogram(family, each)).toList()));
      case SUMMARY ->
          ImmutableMetricData.createDoubleSummary(
              RESOURCE,
              scope,
              family.name(),
              family.help(),
              "",
              ImmutableSummaryData.create(
                  family.points().stream().map(each -> summary(family, each)).toList()));
    };
  }

  private static List<DoublePointData> numbers(MetricFamily family, long start) {
    List<DoublePointData> numbers = new ArrayList<>();
    for (Point each : family.points()) {
      NumberPoint point = (NumberPoint) each;
      List<DoubleExemplarData> exemplars =
          point.exemplar() == null ? List.of() : List.of(exemplar(point.exemplar()));
      numbers.add(
          ImmutableDoublePointData.create(
              start, NOW, labels(family, point), point.value(), exemplars));
    }
    return numbers;
  }

  private static SummaryPointData summary(MetricFamily family, Point each) {
    SummaryPoint point = (SummaryPoint) each;
    List<ValueAtQuantile> quantiles = new ArrayList<>();
    for (int i = 0; i < point.quantiles().length; i++) {
      quantiles.add(ImmutableValueAtQuantile.create(point.quantiles()[i], point.values()[i]));
    }
    return ImmutableSummaryPointData.create(
        STARTED, NOW, labels(family, point), point.count(), point.sum(), quantiles);
  }

  private static HistogramPointData histogram(MetricFamily family, Point each) {
    HistogramPoint point = (HistogramPoint) each;
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (long cumulative : point.cumulativeCounts()) {
      counts.add(cumulative - before);
      before = cumulative;
    }
    return ImmutableHistogramPointData.create(
        STARTED,
        NOW,
        labels(family, point),
        point.sum(),
        false,
        0,
        false,
        0,
        Arrays.stream(point.bounds()).boxed().toList(),
        counts,
        Arrays.stream(point.exemplars())
            .filter(exemplar -> exemplar != null)
            .map(SdkOracleTest::exemplar)
            .toList());
  }

  private static DoubleExemplarData exemplar(MetricFamily.Exemplar exemplar) {
    return ImmutableDoubleExemplarData.create(
        Attributes.empty(),
        exemplar.epochMillis() * 1_000_000,
        SpanContext.create(
            exemplar.traceId(),
            exemplar.spanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault()),
        exemplar.value());
  }

  private static Attributes labels(MetricFamily family, Point point) {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < family.labelNames().size(); i++) {
      attributes.put(family.labelNames().get(i), point.labelValues().get(i));
    }
    return attributes.build();
  }

  /** All spans by resource and scope. */
  private static Map<String, List<Span>> spans(ExportTraceServiceRequest request) {
    Map<String, List<Span>> spans = new TreeMap<>();
    for (var resource : request.getResourceSpansList()) {
      for (var scope : resource.getScopeSpansList()) {
        String place = resource.getResource() + "/" + scope.getScope();
        scope.getSpansList().forEach(each -> add(spans, place, sorted(each)));
      }
    }
    spans.values().forEach(each -> each.sort(Comparator.comparing(Span::toString)));
    return spans;
  }

  private static Map<String, List<Metric>> metrics(ExportMetricsServiceRequest request) {
    Map<String, List<Metric>> metrics = new TreeMap<>();
    for (var resource : request.getResourceMetricsList()) {
      for (var scope : resource.getScopeMetricsList()) {
        String place = resource.getResource() + "/" + scope.getScope();
        scope.getMetricsList().forEach(each -> add(metrics, place, sorted(each)));
      }
    }
    metrics.values().forEach(each -> each.sort(Comparator.comparing(Metric::getName)));
    return metrics;
  }

  private static <T> void add(Map<String, List<T>> all, String place, T each) {
    all.computeIfAbsent(place, none -> new ArrayList<>()).add(each);
  }

  /** A status that is unset may be left out or be an empty message. */
  private static Span sorted(Span span) {
    Span.Builder builder = sortAttributes(span).toBuilder();
    if (builder.getStatus().equals(Status.getDefaultInstance())) {
      builder.clearStatus();
    }
    return builder.build();
  }

  private static Metric sorted(Metric metric) {
    return sortAttributes(metric);
  }

  /** With the attributes of a message, and of all messages in it, by their names. */
  @SuppressWarnings("unchecked")
  private static <M extends Message> M sortAttributes(M message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.isRepeated() && value instanceof List<?> elements && isMessages(elements)) {
                List<Message> sorted = new ArrayList<>();
                elements.forEach(each -> sorted.add(sortAttributes((Message) each)));
                if (sorted.get(0) instanceof KeyValue) {
                  sorted.sort(Comparator.comparing(each -> ((KeyValue) each).getKey()));
                }
                builder.setField(field, sorted);
              } else if (value instanceof Message inner) {
                builder.setField(field, sortAttributes(inner));
              }
            });
    return (M) builder.build();
  }

  private static boolean isMessages(List<?> elements) {
    return !elements.isEmpty() && elements.get(0) instanceof Message;
  }

  private static byte[] bytes(ByteBuffer request) {
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return bytes;
  }
}
