// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.SpanKind;
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
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Metrics and spans by OTLP. */
class OtlpTest extends IngestKit {
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

  @Test
  void whatIsNoListIsRefused() throws IOException {
    assertThat(json("POST /v1/metrics", "/v1/metrics", "{resourceMetrics: 5}").text())
        .contains("'resourceMetrics' is no list");
    assertThat(json("POST /v1/traces", "/v1/traces", "{resourceSpans: {}}").status())
        .isEqualTo(400);
  }
}
