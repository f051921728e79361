// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spans of other processes by OTLP. What their resources say stands on each span, as exporters send
 * them as this process's. For one request; not thread-safe.
 */
final class OtlpTraces {
  private static final int MAX_EVENTS = 128;
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-fA-F]{16}");
  private static final String KIND_PREFIX = "SPAN_KIND_";

  private final List<FinishedSpan> spans = new ArrayList<>();
  private int refused;
  private String reason = "";

  /**
   * @param request as JSON has it
   */
  OtlpTraces(Map<String, Object> request) {
    for (Map<String, Object> resource : Facts.maps(request.get("resourceSpans"))) {
      Map<String, Object> facts =
          OtlpMessages.attributes(Facts.map(resource.get("resource")).get("attributes"));
      for (Map<String, Object> scope : Facts.maps(resource.get("scopeSpans"))) {
        String name = Facts.name(Facts.map(scope.get("scope")).get("name"));
        for (Map<String, Object> span : Facts.maps(scope.get("spans"))) {
          add(span, name.isEmpty() ? "io.obsagent.ingest" : name, facts);
        }
      }
    }
  }

  private void add(Map<String, Object> span, String scope, Map<String, Object> resource) {
    try {
      spans.add(span(span, scope, resource));
    } catch (IllegalArgumentException e) {
      refused++;
      reason = "span '" + Facts.name(span.get("name")) + "': " + e.getMessage();
    }
  }

  private static FinishedSpan span(
      Map<String, Object> span, String scope, Map<String, Object> resource) {
    Map<String, Object> attributes = new LinkedHashMap<>(resource);
    attributes.putAll(OtlpMessages.attributes(span.get("attributes")));
    long start = Facts.integer(span.get("startTimeUnixNano"));
    long end = Facts.integer(span.get("endTimeUnixNano"));
    if (start <= 0 || end < start) {
      throw new IllegalArgumentException("it has no start, or ends before it");
    }
    Map<String, Object> status = Facts.map(span.get("status"));
    return new OutsideSpan(
        context(span),
        parent(Facts.text(span.get("parentSpanId"))),
        Facts.name(span.get("name")),
        kind(span.get("kind")),
        start,
        end,
        status(status.get("code")),
        Facts.name(status.get("message")),
        Facts.attributes(attributes),
        events(span.get("events")),
        links(span.get("links")),
        scope,
        Math.max(0, attributes.size() - Facts.MAX_ATTRIBUTES)
            + (int) Facts.integer(span.get("droppedAttributesCount")));
  }

  private static SpanContext context(Map<String, Object> facts) {
    String trace = Facts.text(facts.get("traceId")).toLowerCase(java.util.Locale.ROOT);
    String span = Facts.text(facts.get("spanId")).toLowerCase(java.util.Locale.ROOT);
    SpanContext context =
        TRACE_ID.matcher(trace).matches() && SPAN_ID.matcher(span).matches()
            ? SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault())
            : SpanContext.getInvalid();
    if (!context.isValid()) {
      throw new IllegalArgumentException("ids of 32 and 16 hexadecimal digits are expected");
    }
    return context;
  }

  private static long parent(String id) {
    if (id.isEmpty()) {
      return 0;
    }
    if (!SPAN_ID.matcher(id).matches()) {
      throw new IllegalArgumentException("the parent's id is no id");
    }
    return Long.parseUnsignedLong(id, 16);
  }

  /** As a number from 1, or as JSON may name it. */
  private static SpanKind kind(@Nullable Object kind) {
    String text = Facts.text(kind);
    if (text.startsWith(KIND_PREFIX)) {
      String word = text.substring(KIND_PREFIX.length());
      return word.equals("UNSPECIFIED") ? SpanKind.INTERNAL : SpanKind.valueOf(word);
    }
    SpanKind[] all = {
      SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER
    };
    long number = Facts.integer(kind);
    return number >= 1 && number <= all.length ? all[(int) number - 1] : SpanKind.INTERNAL;
  }

  private static StatusCode status(@Nullable Object code) {
    return switch (Facts.text(code)) {
      case "1", "STATUS_CODE_OK" -> StatusCode.OK;
      case "2", "STATUS_CODE_ERROR" -> StatusCode.ERROR;
      default -> StatusCode.UNSET;
    };
  }

  private static List<FinishedSpan.Event> events(@Nullable Object values) {
    List<FinishedSpan.Event> events = new ArrayList<>();
    for (Map<String, Object> one : Facts.maps(values)) {
      if (events.size() < MAX_EVENTS) {
        events.add(
            new FinishedSpan.Event(
                Facts.name(one.get("name")),
                Facts.integer(one.get("timeUnixNano")),
                Facts.attributes(OtlpMessages.attributes(one.get("attributes")))));
      }
    }
    return events;
  }

  private static List<SpanContext> links(@Nullable Object values) {
    List<SpanContext> links = new ArrayList<>();
    for (Map<String, Object> one : Facts.maps(values)) {
      if (links.size() < MAX_EVENTS) {
        links.add(context(one));
      }
    }
    return links;
  }

  List<FinishedSpan> spans() {
    return spans;
  }

  /** Spans that were left out. */
  int refused() {
    return refused;
  }

  /** Why the last one of them was. */
  String reason() {
    return reason;
  }
}
