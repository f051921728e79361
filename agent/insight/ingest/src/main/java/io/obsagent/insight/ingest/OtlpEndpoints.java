// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code POST /v1/metrics} and {@code /v1/traces}: <a
 * href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP by HTTP</a>, as protobuf or JSON.
 * Thread-safe.
 */
final class OtlpEndpoints {
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";

  private final PushStore store;
  private final Consumer<FinishedSpan> spans;
  private final Ingested ingested;
  private final Supplier<Duration> ttl;

  OtlpEndpoints(
      PushStore store, Consumer<FinishedSpan> spans, Ingested ingested, Supplier<Duration> ttl) {
    this.store = store;
    this.spans = spans;
    this.ingested = ingested;
    this.ttl = ttl;
  }

  void addTo(Endpoints endpoints) {
    endpoints.post("/v1/metrics", this::metrics);
    endpoints.post("/v1/traces", this::traces);
  }

  private Response metrics(Params params) {
    Request request = params.request();
    boolean json = isJson(request);
    OtlpMetrics[] read = new OtlpMetrics[1];
    ingested.count(
        "otlp_metrics",
        () -> {
          read[0] = new OtlpMetrics(message("MetricsRequest", "resourceMetrics", request, json));
          return read[0].pushTo(store, ttl.get().toMillis());
        });
    return answer(json, "rejectedDataPoints", read[0].refused(), read[0].reason());
  }

  private Response traces(Params params) {
    Request request = params.request();
    boolean json = isJson(request);
    OtlpTraces[] read = new OtlpTraces[1];
    ingested.count(
        "otlp_traces",
        () -> {
          read[0] = new OtlpTraces(message("TraceRequest", "resourceSpans", request, json));
          read[0].spans().forEach(spans);
          return read[0].spans().size();
        });
    return answer(json, "rejectedSpans", read[0].refused(), read[0].reason());
  }

  private static boolean isJson(Request request) {
    String type = request.header("content-type");
    if (Body.is(type, JSON)) {
      return true;
    }
    if (Body.is(type, PROTOBUF)) {
      return false;
    }
    throw new ApiException(415, "bad_data", "Content-Type: " + PROTOBUF + " or " + JSON);
  }

  /**
   * @param list what the message consists of
   */
  private static Map<String, Object> message(
      String type, String list, Request request, boolean json) {
    try {
      Map<String, Object> message =
          json
              ? Facts.map(YamlValue.parse(Body.text(request)))
              : OtlpMessages.decode(type, Body.bytes(request));
      if (message.get(list) != null && !(message.get(list) instanceof List)) {
        throw ApiException.badData("the body: '" + list + "' is no list");
      }
      return message;
    } catch (YamlException e) {
      throw ApiException.badData("the body: " + e.getMessage());
    }
  }

  private static Response answer(boolean json, String name, int refused, String reason) {
    if (json) {
      return Response.json(
          200,
          out -> {
            out.object();
            if (refused > 0) {
              out.name("partialSuccess").object();
              out.field(name, String.valueOf(refused)).field("errorMessage", reason).end();
            }
            out.end();
          });
    }
    return Response.bytes(200, PROTOBUF, refused == 0 ? new byte[0] : partial(refused, reason));
  }

  /** {@code partial_success = 1 {rejected = 1, error_message = 2}}. */
  private static byte[] partial(int refused, String reason) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    inner.write(0x08);
    varint(inner, refused);
    inner.write(0x12);
    varint(inner, text.length);
    inner.writeBytes(text);
    ByteArrayOutputStream outer = new ByteArrayOutputStream();
    outer.write(0x0a);
    varint(outer, inner.size());
    outer.writeBytes(inner.toByteArray());
    return outer.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
