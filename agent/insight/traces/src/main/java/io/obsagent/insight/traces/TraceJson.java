// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.insight.traces.TraceTree.Segment;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.JsonWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;

/** Traces as the endpoints tell them. Times are milliseconds, with fractions. */
final class TraceJson {
  private static final double MICROS_OF_MILLI = 1e3;
  private static final long MICRO = 1_000;

  private TraceJson() {}

  /** Nanoseconds as milliseconds, to the microsecond. */
  static double millis(long nanos) {
    return Math.round(nanos / (double) MICRO) / MICROS_OF_MILLI;
  }

  static String time(long epochNanos) {
    return Instant.ofEpochSecond(0, Math.floorDiv(epochNanos, MICRO) * MICRO).toString();
  }

  static String id(StoredTrace trace) {
    return SpanCodec.hex(trace.high) + SpanCodec.hex(trace.low);
  }

  static void summary(JsonWriter out, StoredTrace trace, Summary summary, TraceTree tree) {
    FinishedSpan root = tree.root().span;
    out.object().field("trace_id", id(trace)).field("name", root.name());
    out.field("service", summary.service()).field("kind", kind(root));
    out.field("method", summary.method()).field("route", summary.route());
    if (summary.statusCode() > 0) {
      out.field("status_code", summary.statusCode());
    } else {
      out.name("status_code").value((String) null);
    }
    out.field("start", time(tree.start)).field("start_ms", millis(tree.start));
    out.field("duration_ms", millis(tree.end - tree.start));
    out.field("spans", tree.nodes.size()).field("errors", tree.errors);
    out.field("status", tree.errors > 0 ? "error" : "ok").field("kept", trace.kept().text);
    byKind(out, tree);
    out.end();
  }

  static void byKind(JsonWriter out, TraceTree tree) {
    out.name("by_kind_ms").object();
    for (Category category : Category.values()) {
      out.field(category.text, millis(tree.nanos(category)));
    }
    out.end();
  }

  static void trace(JsonWriter out, StoredTrace trace, TraceTree tree, String self) {
    out.object().field("trace_id", id(trace));
    out.field("name", tree.root().span.name());
    out.field("start", time(tree.start)).field("start_ms", millis(tree.start));
    out.field("duration_ms", millis(tree.end - tree.start));
    out.field("service", Summary.service(tree.root().span, self));
    out.field("status", tree.errors > 0 ? "error" : "ok").field("errors", tree.errors);
    out.field("kept", trace.kept().text);
    byKind(out, tree);
    out.name("critical_path").array();
    for (Segment segment : tree.criticalPath) {
      Node node = segment.node();
      out.object().field("span_id", node == null ? null : SpanCodec.hex(node.span.spanId()));
      out.field("start_ms", millis(segment.start()));
      out.field("end_ms", millis(segment.end())).end();
    }
    out.end().name("findings").array();
    for (Findings.Finding finding : Findings.of(tree)) {
      out.object().field("type", finding.type());
      out.field("span_id", SpanCodec.hex(finding.node().span.spanId()));
      out.field("text", finding.text()).end();
    }
    out.end().name("spans").array();
    for (Node node : tree.nodes) {
      span(out, trace, node, self);
    }
    out.end().end();
  }

  private static void span(JsonWriter out, StoredTrace trace, Node node, String self) {
    FinishedSpan span = node.span;
    out.object().field("trace_id", id(trace));
    out.field("span_id", SpanCodec.hex(span.spanId()));
    out.field(
        "parent_span_id", span.parentSpanId() == 0 ? null : SpanCodec.hex(span.parentSpanId()));
    out.field("operation_name", span.name()).field("kind", kind(span));
    out.field("type", node.type()).field("category", node.category.text);
    out.field("service", Summary.service(span, self));
    out.field("start", time(node.start)).field("start_ms", millis(node.start));
    out.field("end_ms", millis(node.end)).field("duration_ms", millis(node.end - node.start));
    out.field("self_ms", millis(node.self));
    out.field("status", node.failed() ? "error" : "ok");
    out.field("status_description", span.statusDescription());
    out.name("tags").object();
    span.forEachAttribute((key, value) -> value(out.name(key.getKey()), value));
    out.field("otel.scope.name", span.scope());
    out.end().name("logs").array();
    span.events().forEach(event -> log(out, event));
    out.end().name("links").array();
    span.links()
        .forEach(
            link ->
                out.object()
                    .field("trace_id", link.getTraceId())
                    .field("span_id", link.getSpanId())
                    .end());
    out.end().end();
  }

  private static void log(JsonWriter out, FinishedSpan.Event event) {
    boolean failure = event.name().equals("exception");
    out.object().field("time", time(event.epochNanos()));
    out.field("time_ms", millis(event.epochNanos()));
    out.field("level", failure ? "ERROR" : "INFO").field("message", event.name());
    out.name("fields").object();
    event.attributes().forEach((key, value) -> value(out.name(key.getKey()), value));
    out.end().end();
  }

  /** An attribute's value, which has one of OpenTelemetry's types. */
  static void value(JsonWriter out, Object value) {
    if (value instanceof Long number) {
      out.value(number.longValue());
    } else if (value instanceof Double number) {
      out.value(number.doubleValue());
    } else if (value instanceof Boolean flag) {
      out.value(flag.booleanValue());
    } else if (value instanceof Collection<?> list) {
      out.array();
      list.forEach(element -> value(out, element));
      out.end();
    } else {
      out.value(String.valueOf(value));
    }
  }

  static String kind(FinishedSpan span) {
    return span.kind().name().toLowerCase(Locale.ROOT);
  }
}
