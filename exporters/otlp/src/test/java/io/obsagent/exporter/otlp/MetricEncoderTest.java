// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static io.obsagent.exporter.otlp.DecodedMetrics.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.operation.ModelMetrics;
import io.obsagent.core.operation.OperationMetrics;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricEncoderTest {
  private static final long STARTED = 1_000_000_000_000_000_000L;
  private static final long FIRST = STARTED + 60_000_000_000L;
  private static final long SECOND = FIRST + 60_000_000_000L;
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final SpanContext SAMPLED =
      SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
  private static final MetricDefinition ORDERS =
      MetricDefinition.counter("orders_total", "Orders.");
  private static final MetricDefinition ORDERS_BY_COUNTRY = ORDERS.labels("país");
  private static final MetricDefinition QUEUE = MetricDefinition.gauge("queue_length", "Waiting.");

  /** With fewer buckets than the agent's. */
  private static final MetricDefinition SERVED =
      MetricDefinition.histogram(
              OperationMetrics.HTTP_SERVER.name(), OperationMetrics.HTTP_SERVER.help(), 0.1, 0.5, 1)
          .unit("s")
          .labels("method", "route", "status_code")
          .semconv(OperationMetrics.HTTP_SERVER.semconv().get(0));

  private final MetricRegistry registry = new MetricRegistry(TestConfig.of());
  private final MetricEncoder cumulative = encoder(false);
  private final MetricEncoder delta = encoder(true);

  @Test
  void aHistogramHasItsBucketsItsSumAndItsExemplars() throws Exception {
    HistogramFamily served = served();
    served.labels("GET", "/products/{id}", "200").record(0.05, null, 0);
    served.labels("GET", "/products/{id}", "200").record(0.25, SAMPLED, 0);
    served.labels("GET", "/products/{id}", "200").record(0.25, null, 0);
    served.labels("GET", "/products/{id}", "200").record(3, null, 0);

    DecodedMetrics decoded = encode(cumulative, FIRST);

    Metric metric = decoded.metric("http.server.request.duration");
    assertThat(metric.getUnit()).isEqualTo("s");
    assertThat(metric.getDescription()).isEqualTo("Time to serve HTTP requests.");
    assertThat(metric.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    HistogramDataPoint point = decoded.histogram("http.server.request.duration");
    assertThat(attributes(point.getAttributesList()))
        .isEqualTo(
            Map.of(
                "http.request.method", "GET",
                "http.route", "/products/{id}",
                "http.response.status_code", 200L));
    assertThat(point.getStartTimeUnixNano()).isEqualTo(STARTED);
    assertThat(point.getTimeUnixNano()).isEqualTo(FIRST);
    assertThat(point.getExplicitBoundsList()).containsExactly(0.1, 0.5, 1.0);
    assertThat(point.getBucketCountsList()).containsExactly(1L, 2L, 0L, 1L);
    assertThat(point.getCount()).isEqualTo(4);
    assertThat(point.getSum()).isEqualTo(3.55);
    Exemplar exemplar = point.getExemplars(0);
    assertThat(exemplar.getAsDouble()).isEqualTo(0.25);
    assertThat(hex(exemplar.getTraceId().toByteArray())).isEqualTo(TRACE);
    assertThat(hex(exemplar.getSpanId().toByteArray())).isEqualTo(SPAN);
    assertThat(exemplar.getTimeUnixNano()).isBetween(STARTED, Long.MAX_VALUE);
  }

  @Test
  void theResourceAndTheScopeAreSaid() throws Exception {
    registry.counter(ORDERS).labels().add(1);
    DecodedMetrics decoded = encode(cumulative, FIRST);
    assertThat(attributes(decoded.resource().getResource().getAttributesList()))
        .isEqualTo(Map.of("service.name", "shop"));
    assertThat(decoded.resource().getScopeMetrics(0).getScope().getName()).isEqualTo("io.obsagent");
  }

  @Test
  void cumulativeNumbersGoOnSinceTheStart() throws Exception {
    registry.counter(ORDERS_BY_COUNTRY).labels("España 🛒").add(2);
    encode(cumulative, FIRST);
    registry.counter(ORDERS_BY_COUNTRY).labels("España 🛒").add(3);

    Metric metric = encode(cumulative, SECOND).metric("orders_total");

    assertThat(metric.getSum().getIsMonotonic()).isTrue();
    assertThat(metric.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    NumberDataPoint point = metric.getSum().getDataPoints(0);
    assertThat(attributes(point.getAttributesList())).isEqualTo(Map.of("país", "España 🛒"));
    assertThat(point.getStartTimeUnixNano()).isEqualTo(STARTED);
    assertThat(point.getTimeUnixNano()).isEqualTo(SECOND);
    assertThat(point.getAsDouble()).isEqualTo(5);
  }

  @Test
  void deltaNumbersAreWhatCameSinceTheLastTime() throws Exception {
    HistogramFamily served = served();
    served.labels("GET", "/a", "200").record(0.05, null, 0);
    registry.counter(ORDERS).labels().add(2);
    DecodedMetrics first = encode(delta, FIRST);
    served.labels("GET", "/a", "200").record(0.3, null, 0);
    served.labels("GET", "/a", "200").record(7, null, 0);
    registry.counter(ORDERS).labels().add(3);
    DecodedMetrics second = encode(delta, SECOND);

    assertThat(first.number("orders_total").getAsDouble()).isEqualTo(2);
    assertThat(first.number("orders_total").getStartTimeUnixNano()).isEqualTo(STARTED);
    assertThat(second.number("orders_total").getAsDouble()).isEqualTo(3);
    assertThat(second.number("orders_total").getStartTimeUnixNano()).isEqualTo(FIRST);
    assertThat(second.metric("orders_total").getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    assertThat(first.histogram("http.server.request.duration").getBucketCountsList())
        .containsExactly(1L, 0L, 0L, 0L);
    HistogramDataPoint point = second.histogram("http.server.request.duration");
    assertThat(point.getStartTimeUnixNano()).isEqualTo(FIRST);
    assertThat(point.getBucketCountsList()).containsExactly(0L, 1L, 0L, 1L);
    assertThat(point.getCount()).isEqualTo(2);
    assertThat(point.getSum()).isEqualTo(7.3);
  }

  @Test
  void whatDidNotMoveIsNoDelta() throws Exception {
    registry.counter(ORDERS).labels().add(2);
    registry.gauge(QUEUE).labels().set(4);
    encode(delta, FIRST);
    assertThat(encode(delta, SECOND).names()).containsExactly("queue_length");
  }

  @Test
  void aDeltaThatWasNotTakenIsNotLost() throws Exception {
    registry.counter(ORDERS).labels().add(2);
    MetricEncoder.Sink broken =
        request -> {
          throw new IOException("down");
        };
    assertThatThrownBy(() -> delta.encode(registry.collect(), FIRST, broken)).hasMessage("down");
    registry.counter(ORDERS).labels().add(3);

    NumberDataPoint point = encode(delta, SECOND).number("orders_total");

    assertThat(point.getAsDouble()).isEqualTo(5);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(STARTED);
  }

  @Test
  void aCounterThatBeganAnewSaysSo() throws Exception {
    for (MetricEncoder encoder : List.of(cumulative, delta)) {
      encode(encoder, List.of(counter("calls_total", 10)), FIRST);
      NumberDataPoint point =
          encode(encoder, List.of(counter("calls_total", 4)), SECOND).number("calls_total");
      assertThat(point.getAsDouble()).isEqualTo(4);
      assertThat(point.getStartTimeUnixNano()).isEqualTo(FIRST);
    }
  }

  @Test
  void aTotalOfTheHostIsNotThisProcesss() throws Exception {
    MetricFamily before = ofHost(1e12);
    MetricFamily after = ofHost(1e12 + 500);
    assertThat(encode(delta, List.of(before), FIRST).names()).isEmpty();
    assertThat(
            encode(delta, List.of(after), SECOND).number("network_bytes_sent_total").getAsDouble())
        .isEqualTo(500);
    assertThat(
            encode(cumulative, List.of(before), FIRST)
                .number("network_bytes_sent_total")
                .getStartTimeUnixNano())
        .isZero();
  }

  @Test
  void gaugesAreGaugesAndWhatTheConventionsSumIsSummed() throws Exception {
    registry.gauge(QUEUE.unit("{job}")).labels().set(4);
    registry.gauge(OperationMetrics.ACTIVE_REQUESTS).labels().set(2);
    DecodedMetrics decoded = encode(delta, FIRST);

    assertThat(decoded.metric("queue_length").getGauge().getDataPoints(0).getAsDouble())
        .isEqualTo(4);
    Metric active = decoded.metric("http.server.active_requests");
    assertThat(active.getSum().getIsMonotonic()).isFalse();
    assertThat(active.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(active.getSum().getDataPoints(0).getAsDouble()).isEqualTo(2);
  }

  @Test
  void databasesAndRedisAreOneMetric() throws Exception {
    registry
        .histogram(OperationMetrics.DATABASE)
        .labels("SELECT", "products", "postgresql", "shop", "error", "23")
        .record(0.2, null, 0);
    registry
        .histogram(OperationMetrics.REDIS)
        .labels("GET", "cache", "6380", "ok", "none")
        .record(0.2, null, 0);

    Metric metric = encode(cumulative, FIRST).metric("db.client.operation.duration");

    List<HistogramDataPoint> points = metric.getHistogram().getDataPointsList();
    assertThat(points).hasSize(2);
    assertThat(attributes(points.get(0).getAttributesList()))
        .isEqualTo(
            Map.of(
                "db.system.name", "postgresql",
                "db.namespace", "shop",
                "db.operation.name", "SELECT",
                "db.collection.name", "products",
                "error.type", "23"));
    assertThat(attributes(points.get(1).getAttributesList()))
        .isEqualTo(
            Map.of(
                "db.system.name", "redis",
                "db.operation.name", "GET",
                "server.address", "cache",
                "server.port", 6380L));
    assertThat(points.get(1).getExplicitBoundsList()).hasSize(12);
  }

  @Test
  void tokensAreOneMetricForEachType() throws Exception {
    var tokens = registry.counter(ModelMetrics.TOKENS_USED);
    tokens.labels("gpt-4o", "openai", "input").add(100);
    tokens.labels("gpt-4o", "openai", "reasoning").add(20);
    DecodedMetrics decoded = encode(cumulative, FIRST);

    assertThat(decoded.names())
        .containsExactlyInAnyOrder(
            "obs_agent_dropped_total",
            "gen_ai.client.inference.usage.input_tokens",
            "gen_ai.client.inference.usage.reasoning.output_tokens");
    NumberDataPoint point = decoded.number("gen_ai.client.inference.usage.input_tokens");
    assertThat(point.getAsDouble()).isEqualTo(100);
    assertThat(attributes(point.getAttributesList()))
        .isEqualTo(
            Map.of(
                "gen_ai.request.model", "gpt-4o",
                "gen_ai.provider.name", "openai",
                "gen_ai.token.modality", "unknown"));
  }

  @Test
  void atMostTwoThousandSeriesArriveAndTheLastOneTakesTheRest() throws Exception {
    HistogramFamily served = served();
    for (int i = 0; i < 3_000; i++) {
      served.labels("GET", "/page/" + i, "200").record(0.2, null, 0);
    }

    List<byte[]> requests = requests(cumulative, registry.collect(), FIRST);
    List<HistogramDataPoint> points =
        DecodedMetrics.of(requests.toArray(new byte[0][])).metrics().stream()
            .filter(metric -> metric.getName().equals("http.server.request.duration"))
            .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
            .toList();

    assertThat(points).hasSize(2_000);
    assertThat(attributes(points.get(1_999).getAttributesList()))
        .isEqualTo(Map.of("otel.metric.overflow", true));
    assertThat(points.get(1_999).getCount()).isEqualTo(1_001);
  }

  @Test
  void aLargeSnapshotIsSentInSeveralRequests() throws Exception {
    // Two more come from the registry: what it dropped, and why.
    for (int family = 0; family < 10; family++) {
      for (int i = 0; i < 1_000; i++) {
        registry
            .counter(
                MetricDefinition.counter("orders_" + family + "_total", "Orders.").labels("text"))
            .labels("x".repeat(200) + i)
            .add(1);
      }
    }

    List<byte[]> requests = requests(delta, registry.collect(), FIRST);

    assertThat(requests).hasSizeGreaterThan(1);
    assertThat(requests).allMatch(request -> request.length < 1_100_000);
    long points =
        DecodedMetrics.of(requests.toArray(new byte[0][])).metrics().stream()
            .mapToLong(metric -> metric.getSum().getDataPointsCount())
            .sum();
    assertThat(points).isEqualTo(10_002);
    assertThat(requests(delta, registry.collect(), SECOND)).isEmpty();
  }

  @Test
  void anExemplarIsSentOnce() throws Exception {
    long now = System.currentTimeMillis() * 1_000_000;
    served().labels("GET", "/a", "200").record(0.2, SAMPLED, 0);
    DecodedMetrics first = encode(cumulative, now + 60_000_000_000L);
    DecodedMetrics second = encode(cumulative, now + 120_000_000_000L);
    assertThat(first.histogram("http.server.request.duration").getExemplarsCount()).isOne();
    assertThat(second.histogram("http.server.request.duration").getExemplarsCount()).isZero();
  }

  private HistogramFamily served() {
    return registry.histogram(SERVED);
  }

  private static MetricFamily ofHost(double value) {
    return new MetricFamily(
        MetricDefinition.counter("network_bytes_sent_total", "Sent.").asOlderThanProcess(),
        List.of(new NumberPoint(List.of(), value, null)));
  }

  private static MetricFamily counter(String name, double value) {
    return new MetricFamily(
        name,
        "A total.",
        "",
        Type.COUNTER,
        List.of("kind"),
        List.of(new NumberPoint(List.of("a"), value, null)));
  }

  private static MetricEncoder encoder(boolean delta) {
    return new MetricEncoder(Map.of("service.name", "shop"), delta, () -> STARTED);
  }

  private DecodedMetrics encode(MetricEncoder encoder, long epochNanos) throws IOException {
    return encode(encoder, registry.collect(), epochNanos);
  }

  private static DecodedMetrics encode(
      MetricEncoder encoder, List<MetricFamily> snapshot, long epochNanos) throws IOException {
    return DecodedMetrics.of(requests(encoder, snapshot, epochNanos).toArray(new byte[0][]));
  }

  private static List<byte[]> requests(
      MetricEncoder encoder, List<MetricFamily> snapshot, long epochNanos) throws IOException {
    List<byte[]> requests = new ArrayList<>();
    encoder.encode(snapshot, epochNanos, request -> requests.add(bytes(request)));
    return requests;
  }

  private static byte[] bytes(ByteBuffer request) {
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
