// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestFeatureTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Map<String, Handler> routes = new HashMap<>();
  private final List<FinishedSpan> spans = new ArrayList<>();
  private final IngestFeature feature = new IngestFeature();
  private final BridgeMetrics metrics = new BridgeMetrics();

  private static final class Defaults implements Config {
    @Override
    public <T> T get(Option<T> option) {
      return option.parser().apply(option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}
  }

  @BeforeEach
  void begin() {
    feature.routes(
        new Endpoints(
            (method, path, access, handler) -> {
              assertThat(access).isEqualTo(Access.WRITE);
              routes.put(method + ' ' + path, handler);
            },
            () -> {}));
    feature.begin(metrics, new Defaults(), spans::add);
  }

  private record Answer(int status, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private Answer call(
      String route, String path, Map<String, String> headers, byte[] body, String... parameters)
      throws IOException {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], List.of(parameters[i + 1]));
    }
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    Map<String, String> inPath = new HashMap<>();
    if (route.contains("{id}")) {
      inPath.put("id", path);
    }
    Response response =
        routes.get(route).handle(new Request(route.split(" ")[0], path, query, all, inPath, body));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return new Answer(response.status(), out.toByteArray());
  }

  private Answer push(String text, String... parameters) throws IOException {
    return call(
        "POST /monitoring/metrics",
        "/monitoring/metrics",
        Map.of(),
        text.getBytes(StandardCharsets.UTF_8),
        parameters);
  }

  private Answer json(String route, String path, String text) throws IOException {
    return call(
        route,
        path,
        Map.of("content-type", "application/json"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** Series and values as Prometheus would show them, without times of pushes. */
  private Map<String, Double> shown() {
    Map<String, Double> shown = new TreeMap<>();
    for (MetricFamily family : metrics.bridged()) {
      for (MetricFamily.Point point : family.points()) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < family.labelNames().size(); i++) {
          labels.append(labels.isEmpty() ? "{" : ",");
          labels.append(family.labelNames().get(i)).append('=').append(point.labelValues().get(i));
        }
        labels.append(labels.isEmpty() ? "" : "}");
        if (point instanceof NumberPoint number) {
          shown.put(family.name() + labels, number.value());
        } else if (point instanceof HistogramPoint histogram) {
          shown.put(family.name() + "_count" + labels, (double) histogram.count());
          shown.put(family.name() + "_sum" + labels, histogram.sum());
        } else if (point instanceof SummaryPoint summary) {
          shown.put(family.name() + "_count" + labels, (double) summary.count());
          shown.put(family.name() + "_sum" + labels, summary.sum());
        }
      }
    }
    shown.keySet().removeIf(name -> name.startsWith("push_time_seconds"));
    return shown;
  }

  private MetricFamily family(String name) {
    return metrics.bridged().stream().filter(each -> each.name().equals(name)).findFirst().get();
  }

  @Test
  void theTextFormatIsTaken() throws IOException {
    Answer answer =
        push(
            """
            # HELP rows_total Rows \\\\ read.
            # TYPE rows_total counter
            rows_total{table="a\\"b\\\\c\\n",} 5
            rows_total{ table = "x" } +1e3
            # TYPE old counter
            old 2
            backlog -0.5
            # TYPE import_seconds histogram
            import_seconds_bucket{le="1"} 2
            import_seconds_bucket{le="+Inf"} 3
            import_seconds_sum 4.5
            import_seconds_count 3
            # TYPE size summary
            size{quantile="0.5"} 7
            size_sum 70
            size_count 10
            # EOF
            """,
            "job",
            "nightly",
            "instance",
            "a");
    assertThat(answer.text()).isEqualTo("{\"status\":\"success\",\"data\":{\"accepted\":6}}");
    assertThat(shown())
        .isEqualTo(
            Map.of(
                "rows_total{instance=a,job=nightly,table=a\"b\\c\n}", 5.0,
                "rows_total{instance=a,job=nightly,table=x}", 1000.0,
                "old{instance=a,job=nightly}", 2.0,
                "backlog{instance=a,job=nightly}", -0.5,
                "import_seconds_count{instance=a,job=nightly}", 3.0,
                "import_seconds_sum{instance=a,job=nightly}", 4.5,
                "size_count{instance=a,job=nightly}", 10.0,
                "size_sum{instance=a,job=nightly}", 70.0));
    assertThat(family("rows_total").type()).isEqualTo(MetricFamily.Type.COUNTER);
    assertThat(family("rows_total").help()).isEqualTo("Rows \\ read.");
    assertThat(family("old").type()).isEqualTo(MetricFamily.Type.UNKNOWN);
    assertThat(family("push_time_seconds").points()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1;b x                         | line 2: 'x' is no number",
        "a 1d                            | line 1: '1d' is no number",
        "a 1 1700000000000               | line 1: no timestamp is taken: what is pushed is of now",
        "a{b=\"c\" 1                     | line 1: expected ',' at character 9",
        "a{b=\"c                         | line 1: the value of a label has no end",
        "a{b=c} 1                        | line 1: expected '\"' at character 5",
        "a{b=\"1\",b=\"2\"} 1           | line 1: the label 'b' stands twice",
        "a{__x=\"1\"} 1                  | line 1: '__x' is no name of a label",
        "2a 1                            | line 1: '2a' is no name of a metric",
        "a 1;a 2                         | line 2: a stands twice with the same labels",
        "# TYPE a number                 | line 1: 'number' is no type of a metric",
        "# TYPE h histogram;h_sum 1      | h: neither a bucket +Inf nor a count",
        "# TYPE h histogram;h_bucket 1   | line 2: the label 'le' is missing",
        "# TYPE h histogram;h 1          | line 2: h is a histogram, and has no sample of this name",
        "# TYPE h histogram;h_bucket{le=\"1\"} 5;h_count 3 | h: counts of buckets must not fall"
      })
  void whatIsWrongIsToldWithItsPlaceAndNothingCounts(String text, String reason)
      throws IOException {
    Answer answer = push(text.strip().replace(";", "\n"), "job", "j");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text().replace("\\\"", "\"")).contains("\"error\":\"" + reason.strip());
    assertThat(shown()).isEmpty();
    assertThat(metrics.total("obs_agent_ingest_requests_total", "metrics", "refused")).isEqualTo(1);
  }

  @Test
  void aGroupIsReplacedAsByThePushgateway() throws IOException {
    push("a 1\nb 2\n", "job", "j");
    push("a{x=\"1\"} 3\n", "job", "j");
    push("a 9\n", "job", "j", "instance", "other");
    assertThat(shown())
        .isEqualTo(Map.of("a{job=j,x=1}", 3.0, "b{job=j}", 2.0, "a{instance=other,job=j}", 9.0));
    byte[] text = "c 4\n".getBytes(StandardCharsets.UTF_8);
    call("PUT /metrics/job/**", "/metrics/job/j", Map.of(), text);
    assertThat(shown()).isEqualTo(Map.of("c{job=j}", 4.0, "a{instance=other,job=j}", 9.0));
    call("DELETE /metrics/job/**", "/metrics/job/j/instance/other", Map.of(), new byte[0]);
    call("POST /metrics/job/**", "/metrics/job/j/path@base64/L3Zhci90bXA=", Map.of(), text);
    assertThat(shown()).isEqualTo(Map.of("c{job=j}", 4.0, "c{job=j,path=/var/tmp}", 4.0));
    Answer odd = call("POST /metrics/job/**", "/metrics/job/j/instance", Map.of(), text);
    assertThat(odd.text()).contains("the label 'instance' has no value in the path");
  }

  @Test
  void jsonSetsAddsAndObserves() throws IOException {
    String body =
        """
        {"job": "cron", "ttl": "1h", "metrics": [
          {"name": "rows_total", "labels": {"table": "a"}, "add": 5, "help": "Rows."},
          {"name": "backlog", "value": 17},
          {"name": "import_seconds", "observe": [0.4, 20], "buckets": [1, 10]}]}
        """;
    assertThat(push(body).status()).isEqualTo(200);
    assertThat(push(body).status()).isEqualTo(200);
    assertThat(push("[{\"name\": \"backlog\", \"value\": 3}]", "job", "cron").status())
        .isEqualTo(200);
    assertThat(shown())
        .isEqualTo(
            Map.of(
                "rows_total{job=cron,table=a}", 10.0,
                "backlog{job=cron}", 3.0,
                "import_seconds_count{job=cron}", 4.0,
                "import_seconds_sum{job=cron}", 40.8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"name\": \"a\", \"value\": 1}                            | needs a job",
        "{\"job\": \"j\", \"metrics\": [{\"name\": \"a\"}]} | body:1: a metric has exactly one of",
        "{\"job\": \"j\", \"metrics\": [{\"nme\": \"a\"}]}           | body:1: 'name' is missing",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": \"x\"}         | a: 'x' is no number",
        "{\"job\": \"j\", \"name\": \"a b\", \"value\": 1}           | 'a b' is no name of a metric",
        "{\"job\": \"j\", \"name\": \"a\", \"add\": 1, \"type\": \"counter\"} | ends in _total",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": 1, \"x\": 2}   | unknown key 'x'",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": 1, \"ttl\": \"1s\"} | from 10s to 30d",
        "{\"job\": \"j\", \"name\": \"a\", \"observe\": 1, \"buckets\": [2, 1]} | must ascend",
        "{\"job\"                                                    | body:1"
      })
  void jsonThatIsWrongIsToldWithItsPlace(String body, String reason) throws IOException {
    Answer answer = push(body.strip());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(reason.strip());
    assertThat(shown()).isEmpty();
  }

  @Test
  void bodiesMayBePackedWithinABound() throws IOException {
    byte[] packed = gzip("a 1\n".getBytes(StandardCharsets.UTF_8));
    Map<String, String> gzip = Map.of("content-encoding", "gzip");
    String route = "POST /monitoring/metrics";
    assertThat(call(route, "/", gzip, packed, "job", "j").status()).isEqualTo(200);
    byte[] bomb = gzip(new byte[Body.MAX_BYTES + 1]);
    assertThat(call(route, "/", gzip, bomb, "job", "j").status()).isEqualTo(413);
    assertThat(call(route, "/", gzip, new byte[] {1, 2}, "job", "j").status()).isEqualTo(400);
    assertThat(call(route, "/", Map.of("content-encoding", "br"), packed, "job", "j").status())
        .isEqualTo(415);
    assertThat(call(route, "/", Map.of(), new byte[] {(byte) 0xff}, "job", "j").text())
        .contains("no UTF-8");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void whatIsKeptIsBounded() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < PushStore.MAX_SERIES; i++) {
      many.append("a{i=\"").append(i).append("\"} 1\n");
    }
    assertThat(push(many.toString(), "job", "j").status()).isEqualTo(200);
    assertThat(push("b 1\n", "job", "k").status()).isEqualTo(429);
    assertThat(push("a 1\n", "job", "j").status()).isEqualTo(200);
    for (int i = 1; i < PushStore.MAX_GROUPS; i++) {
      assertThat(push("a 1\n", "job", "j", "instance", "i" + i).status()).isEqualTo(200);
    }
    assertThat(push("a 1\n", "job", "one more").status()).isEqualTo(429);
    Answer other = push("# TYPE a gauge\na 1\n", "job", "j");
    assertThat(other.text()).contains("a is a gauge here, and a unknown elsewhere");
  }

  @Test
  void aGroupOfWhichNothingIsHeardGoes() {
    long[] now = {1_000};
    PushStore store = new PushStore(() -> now[0], first -> {});
    Pushed one = new Pushed("a", MetricFamily.Type.GAUGE, "", Map.of(), Pushed.number(1), false);
    store.push(Map.of("job", "j"), List.of(one), PushStore.Mode.MERGE, 500);
    now[0] = 1_499;
    assertThat(PushStore.Reader.INSTANCE.read(store)).hasSize(2);
    now[0] = 1_500;
    assertThat(PushStore.Reader.INSTANCE.read(store)).isEmpty();
  }

  @Test
  void anOperationBeginsAndEnds() throws IOException {
    Answer begun =
        call(
            "POST /monitoring/operations/{id}/start",
            "deploy-7",
            Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"),
            "{\"operation\": \"deploy\", \"attributes\": {\"version\": \"1.2\", \"hosts\": 3}}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(begun.text()).contains("\"traceId\":\"" + TRACE + "\"");
    assertThat(json("POST /monitoring/operations/{id}/start", "deploy-7", "{}").status())
        .isEqualTo(409);
    Answer ended =
        json(
            "POST /monitoring/operations/{id}/end",
            "deploy-7",
            "{\"success\": false, \"reason\": \"rolled_back\", \"attributes\": {\"x\": true}}");
    assertThat(ended.status()).isEqualTo(200);
    assertThat(json("POST /monitoring/operations/{id}/end", "deploy-7", "").status())
        .isEqualTo(404);
    assertThat(json("POST /monitoring/operations/{id}/start", "a/b", "{}").status()).isEqualTo(400);
    FinishedSpan span = spans.get(0);
    assertThat(span.name()).isEqualTo("deploy");
    assertThat(span.context().getTraceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(Long.parseUnsignedLong(SPAN, 16));
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(span))
        .isEqualTo(
            Map.of(
                "version",
                "1.2",
                "hosts",
                3L,
                "operation.id",
                "deploy-7",
                "x",
                true,
                "error.type",
                "rolled_back"));
    assertThat(metrics.total("operation_duration_seconds", "deploy", "error")).isEqualTo(1);
  }

  private static Map<String, Object> attributes(FinishedSpan span) {
    Map<String, Object> attributes = new HashMap<>();
    span.forEachAttribute((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  @Test
  void dataPointsAreOperationsThatAreOver() throws IOException {
    String route = "POST /monitoring/analytics/datapoints";
    String point =
        "{\"type\": \"build\", \"operationId\": \"b1\", \"duration\": 1500,"
            + " \"metadata\": {\"branch\": \"main\"}, \"result\": {\"success\": true, \"files\": 3}}";
    assertThat(json(route, "", point).text()).contains("\"accepted\":1");
    assertThat(json(route, "", "[" + point + "," + point + "]").text()).contains("\"accepted\":2");
    FinishedSpan span = spans.get(0);
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(1_500_000_000L);
    assertThat(attributes(span))
        .containsEntry("branch", "main")
        .containsEntry("operation.id", "b1")
        .containsEntry("result.files", 3L);
    assertThat(metrics.total("operation_duration_seconds", "build", "success")).isEqualTo(3);
    Answer wrong = json(route, "", "[" + point + ", {\"type\": \"x\"}]");
    assertThat(wrong.text()).contains("data point 1: 'duration' is a number of milliseconds");
    assertThat(json(route, "", "{\"duration\": 1}").text()).contains("'type' is missing");
    assertThat(spans).hasSize(3);
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static final Resource JOB =
      Resource.newBuilder()
          .addAttributes(text("service.name", "cron"))
          .addAttributes(text("service.instance.id", "i-1"))
          .build();

  private static ExportMetricsServiceRequest metricsRequest() {
    NumberDataPoint.Builder number =
        NumberDataPoint.newBuilder().addAttributes(text("table.name", "a"));
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(JOB)
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("rows")
                                .setSum(
                                    Sum.newBuilder()
                                        .setIsMonotonic(true)
                                        .setAggregationTemporality(
                                            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                                        .addDataPoints(number.setAsInt(5))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("free")
                                .setUnit("By")
                                .setGauge(
                                    Gauge.newBuilder().addDataPoints(number.setAsDouble(1.5))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("work")
                                .setUnit("s")
                                .setHistogram(
                                    Histogram.newBuilder()
                                        .addDataPoints(
                                            HistogramDataPoint.newBuilder()
                                                .setCount(3)
                                                .setSum(4.5)
                                                .addAllBucketCounts(List.of(1L, 2L))
                                                .addExplicitBounds(1))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("native")
                                .setExponentialHistogram(
                                    ExponentialHistogram.newBuilder()
                                        .addDataPoints(
                                            ExponentialHistogramDataPoint.newBuilder()
                                                .setCount(2)
                                                .setSum(7))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("size")
                                .setSummary(
                                    Summary.newBuilder()
                                        .addDataPoints(
                                            SummaryDataPoint.newBuilder()
                                                .setCount(4)
                                                .setSum(8)
                                                .addQuantileValues(
                                                    SummaryDataPoint.ValueAtQuantile.newBuilder()
                                                        .setQuantile(0.5)
                                                        .setValue(2)))))))
        .build();
  }

  private Answer otlp(String route, byte[] body) throws IOException {
    return call(route, "/v1", Map.of("content-type", "application/x-protobuf"), body);
  }

  @Test
  void metricsComeByOtlp() throws IOException {
    byte[] body = metricsRequest().toByteArray();
    assertThat(otlp("POST /v1/metrics", body).bytes()).isEmpty();
    assertThat(otlp("POST /v1/metrics", body).status()).isEqualTo(200);
    assertThat(shown())
        .isEqualTo(
            Map.of(
                "rows_total{instance=i-1,job=cron,table_name=a}", 10.0,
                "free_bytes{instance=i-1,job=cron,table_name=a}", 1.5,
                "work_seconds_count{instance=i-1,job=cron}", 3.0,
                "work_seconds_sum{instance=i-1,job=cron}", 4.5,
                "native_count{instance=i-1,job=cron}", 2.0,
                "native_sum{instance=i-1,job=cron}", 7.0,
                "size_count{instance=i-1,job=cron}", 4.0,
                "size_sum{instance=i-1,job=cron}", 8.0));
  }

  @Test
  void metricsComeByOtlpInJson() throws IOException {
    Answer answer =
        json(
            "POST /v1/metrics",
            "/v1/metrics",
            """
            {"resourceMetrics":[{"resource":{"attributes":[
              {"key":"service.name","value":{"stringValue":"cron"}}]},
             "scopeMetrics":[{"metrics":[
              {"name":"rows","sum":{"isMonotonic":true,
                "aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE",
                "dataPoints":[{"asInt":"12"}]}},
              {"name":"work","histogram":{"dataPoints":[
                {"count":"1","sum":2,"bucketCounts":["1"],"explicitBounds":[1]}]}}]}]}]}
            """);
    assertThat(answer.text()).contains("\"rejectedDataPoints\":\"1\"").contains("work: as many");
    assertThat(shown()).isEqualTo(Map.of("rows_total{job=cron}", 12.0));
  }

  private static ExportTraceServiceRequest traceRequest(String spanId) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(JOB)
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("com.acme"))
                        .addSpans(
                            Span.newBuilder()
                                .setTraceId(bytes(TRACE))
                                .setSpanId(bytes(spanId))
                                .setParentSpanId(bytes("00f067aa0ba902b7"))
                                .setName("load")
                                .setKind(Span.SpanKind.SPAN_KIND_CONSUMER)
                                .setStartTimeUnixNano(1_000)
                                .setEndTimeUnixNano(3_000)
                                .addAttributes(text("table", "a"))
                                .addAttributes(
                                    KeyValue.newBuilder()
                                        .setKey("n")
                                        .setValue(AnyValue.newBuilder().setIntValue(-3)))
                                .addAttributes(
                                    KeyValue.newBuilder()
                                        .setKey("list")
                                        .setValue(
                                            AnyValue.newBuilder()
                                                .setArrayValue(
                                                    ArrayValue.newBuilder()
                                                        .addValues(
                                                            AnyValue.newBuilder()
                                                                .setBoolValue(true)))))
                                .addEvents(
                                    Span.Event.newBuilder().setName("retry").setTimeUnixNano(2_000))
                                .addLinks(
                                    Span.Link.newBuilder()
                                        .setTraceId(bytes(TRACE))
                                        .setSpanId(bytes(SPAN)))
                                .setStatus(
                                    Status.newBuilder()
                                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                                        .setMessage("no")))))
        .build();
  }

  private static ByteString bytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return ByteString.copyFrom(bytes);
  }

  @Test
  void spansComeByOtlp() throws IOException {
    assertThat(otlp("POST /v1/traces", traceRequest(SPAN).toByteArray()).bytes()).isEmpty();
    FinishedSpan span = spans.get(0);
    assertThat(span.context().getTraceId()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo(Long.parseUnsignedLong(SPAN, 16));
    assertThat(span.parentSpanId()).isEqualTo(0x00f067aa0ba902b7L);
    assertThat(span.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(2_000);
    assertThat(span.scope()).isEqualTo("com.acme");
    assertThat(span.events()).hasSize(1);
    assertThat(span.links()).hasSize(1);
    assertThat(span.statusDescription()).isEqualTo("no");
    assertThat(attributes(span))
        .containsEntry("service.name", "cron")
        .containsEntry("table", "a")
        .containsEntry("n", -3L)
        .containsEntry("list", "[true]");
  }

  @Test
  void aSpanThatIsNoneIsToldAndTheOthersCount() throws Exception {
    ExportTraceServiceRequest both =
        traceRequest("0000000000000000").toBuilder()
            .addAllResourceSpans(traceRequest(SPAN).getResourceSpansList())
            .build();
    Answer answer = otlp("POST /v1/traces", both.toByteArray());
    ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(answer.bytes());
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).contains("hexadecimal digits");
    assertThat(spans).hasSize(1);
    ExportMetricsServiceResponse none =
        ExportMetricsServiceResponse.parseFrom(otlp("POST /v1/metrics", new byte[0]).bytes());
    assertThat(none.hasPartialSuccess()).isFalse();
  }

  @Test
  void whatIsNoMessageIsRefusedAndBreaksNothing() throws IOException {
    byte[] whole = traceRequest(SPAN).toByteArray();
    Random random = new Random(17);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int at = 0; at < 3 && bytes.length > 0; at++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(otlp("POST /v1/traces", bytes).status()).isIn(200, 400);
      assertThat(otlp("POST /v1/metrics", bytes).status()).isIn(200, 400);
    }
    assertThat(otlp("POST /v1/traces", Arrays.copyOf(whole, whole.length - 1)).text())
        .contains("malformed or cut");
    assertThat(call("POST /v1/traces", "", Map.of(), whole).status()).isEqualTo(415);
    assertThat(json("POST /v1/traces", "", "[1").status()).isEqualTo(400);
    assertThat(json("POST /v1/traces", "", "17").text()).isEqualTo("{}");
  }
}
