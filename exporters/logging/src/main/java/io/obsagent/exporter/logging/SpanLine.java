// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.logging;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** A span as a line of JSON (RFC 8259). The buffer is reused; not thread-safe. */
final class SpanLine implements BiConsumer<AttributeKey<?>, Object> {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** What a buffer may keep between batches. */
  private static final int KEPT_CHARS = 1 << 20;

  private final String service;
  private StringBuilder json = new StringBuilder(4_096);
  private boolean first;

  SpanLine(String service) {
    this.service = service;
  }

  StringBuilder startBatch() {
    if (json.capacity() > KEPT_CHARS) {
      json = new StringBuilder(4_096);
    }
    json.setLength(0);
    return json;
  }

  void append(FinishedSpan span) {
    json.append("{\"time\":");
    time(span.startEpochNanos());
    member("service", service);
    member("trace_id", span.context().getTraceId());
    member("span_id", span.context().getSpanId());
    if (span.parentSpanId() != 0) {
      member("parent_span_id", SpanId.fromLong(span.parentSpanId()));
    }
    member("name", span.name());
    member("kind", span.kind().name());
    json.append(",\"duration_ms\":")
        .append((span.endEpochNanos() - span.startEpochNanos()) / 1_000 / 1_000.0);
    member("status", span.statusCode().name());
    if (!span.statusDescription().isEmpty()) {
      member("status_description", span.statusDescription());
    }
    member("scope", span.scope());
    json.append(",\"attributes\":{");
    first = true;
    span.forEachAttribute(this);
    json.append('}');
    if (span.droppedAttributes() > 0) {
      json.append(",\"dropped_attributes\":").append(span.droppedAttributes());
    }
    events(span.events());
    links(span.links());
    json.append("}\n");
  }

  private void events(List<FinishedSpan.Event> events) {
    if (events.isEmpty()) {
      return;
    }
    json.append(",\"events\":[");
    for (int i = 0; i < events.size(); i++) {
      FinishedSpan.Event event = events.get(i);
      json.append(i == 0 ? "{\"time\":" : ",{\"time\":");
      time(event.epochNanos());
      member("name", event.name());
      json.append(",\"attributes\":{");
      first = true;
      event.attributes().forEach(this);
      json.append("}}");
    }
    json.append(']');
  }

  private void links(List<SpanContext> links) {
    if (links.isEmpty()) {
      return;
    }
    json.append(",\"links\":[");
    for (int i = 0; i < links.size(); i++) {
      json.append(i == 0 ? "{\"trace_id\":" : ",{\"trace_id\":");
      text(links.get(i).getTraceId());
      member("span_id", links.get(i).getSpanId());
      json.append('}');
    }
    json.append(']');
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    if (!first) {
      json.append(',');
    }
    first = false;
    text(key.getKey());
    json.append(':');
    value(value);
  }

  private void value(Object value) {
    if (value instanceof List<?> list) {
      json.append('[');
      for (int i = 0; i < list.size(); i++) {
        json.append(i == 0 ? "" : ",");
        value(list.get(i));
      }
      json.append(']');
    } else if (value instanceof Boolean || value instanceof Long) {
      json.append(value);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.append(number.doubleValue());
    } else if (value instanceof Value<?> structured) {
      text(structured.asString());
    } else {
      text(String.valueOf(value));
    }
  }

  private void time(long epochNanos) {
    text(Instant.ofEpochSecond(epochNanos / 1_000_000_000, epochNanos % 1_000_000_000).toString());
  }

  private void member(String name, String value) {
    json.append(",\"").append(name).append("\":");
    text(value);
  }

  private void text(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029') {
        json.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
        json.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
