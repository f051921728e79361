// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.JsonWriter;
import io.opentelemetry.api.common.AttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trace as the JSON that Jaeger's page reads ("JSON file") and its query service answers with.
 */
final class JaegerJson {
  private static final long MICRO = 1_000;

  private JaegerJson() {}

  static void write(JsonWriter out, String traceId, TraceTree tree, String self) {
    Map<String, String> processes = new LinkedHashMap<>();
    out.object().name("data").array().object().field("traceID", traceId).name("spans").array();
    for (Node node : tree.nodes) {
      String service = Summary.service(node.span, self);
      String process = processes.computeIfAbsent(service, none -> "p" + (processes.size() + 1));
      span(out, traceId, node, process);
    }
    out.end().name("processes").object();
    processes.forEach(
        (service, process) ->
            out.name(process)
                .object()
                .field("serviceName", service)
                .name("tags")
                .array()
                .end()
                .end());
    out.end().name("warnings").value((String) null).end().end();
    out.field("total", 0).field("limit", 0).field("offset", 0).name("errors").value((String) null);
    out.end();
  }

  private static void span(JsonWriter out, String traceId, Node node, String process) {
    FinishedSpan span = node.span;
    out.object().field("traceID", traceId).field("spanID", SpanCodec.hex(span.spanId()));
    out.field("operationName", span.name()).name("references").array();
    if (span.parentSpanId() != 0) {
      reference(out, "CHILD_OF", traceId, SpanCodec.hex(span.parentSpanId()));
    }
    span.links()
        .forEach(link -> reference(out, "FOLLOWS_FROM", link.getTraceId(), link.getSpanId()));
    out.end().field("startTime", Math.floorDiv(node.start, MICRO));
    out.field("duration", (node.end - node.start) / MICRO).name("tags").array();
    span.forEachAttribute((key, value) -> tag(out, key, value));
    text(out, "span.kind", TraceJson.kind(span));
    text(out, "otel.scope.name", span.scope());
    if (node.failed()) {
      out.object().field("key", "error").field("type", "bool").field("value", true).end();
      text(out, "otel.status_code", "ERROR");
      if (!span.statusDescription().isEmpty()) {
        text(out, "otel.status_description", span.statusDescription());
      }
    }
    out.end().name("logs").array();
    for (FinishedSpan.Event event : span.events()) {
      out.object().field("timestamp", Math.floorDiv(event.epochNanos(), MICRO));
      out.name("fields").array();
      text(out, "event", event.name());
      event.attributes().forEach((key, value) -> tag(out, key, value));
      out.end().end();
    }
    out.end().field("processID", process).name("warnings").value((String) null).end();
  }

  private static void reference(JsonWriter out, String type, String traceId, String spanId) {
    out.object().field("refType", type).field("traceID", traceId).field("spanID", spanId).end();
  }

  private static void text(JsonWriter out, String key, String value) {
    out.object().field("key", key).field("type", "string").field("value", value).end();
  }

  private static void tag(JsonWriter out, AttributeKey<?> key, Object value) {
    if (value instanceof Boolean flag) {
      out.object().field("key", key.getKey()).field("type", "bool").field("value", flag).end();
    } else if (value instanceof Long number) {
      out.object().field("key", key.getKey()).field("type", "int64");
      out.field("value", number.longValue()).end();
    } else if (value instanceof Double number) {
      out.object().field("key", key.getKey()).field("type", "float64");
      out.field("value", number.doubleValue()).end();
    } else {
      text(out, key.getKey(), String.valueOf(value));
    }
  }
}
