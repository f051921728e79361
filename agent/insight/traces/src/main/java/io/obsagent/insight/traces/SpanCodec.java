// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans as bytes: about 100 for one, where the objects take a thousand. What is written is read by
 * the same process only. One thread writes; what it has written any thread may read.
 */
final class SpanCodec {
  /** Codes of texts; beyond them, numbers of words. */
  private static final int INLINE = 0;

  private static final int TRACE_ID = 1;
  private static final int EMPTY = 2;
  private static final int FIRST_WORD = 3;

  private static final int STRING = 0;
  private static final int LONG = 1;
  private static final int DOUBLE = 2;
  private static final int TRUE = 3;
  private static final int FALSE = 4;
  private static final int LIST = 5;

  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();

  private final Words words;
  private final Bytes out = Bytes.toWrite();

  SpanCodec(Words words) {
    this.words = words;
  }

  /** The spans of one trace. */
  byte[] write(List<? extends FinishedSpan> spans) {
    for (FinishedSpan span : spans) {
      write(span);
    }
    return out.take();
  }

  private void write(FinishedSpan span) {
    String traceId = span.context().getTraceId();
    out.fixed(span.spanId());
    out.fixed(span.parentSpanId());
    out.fixed(span.startEpochNanos());
    out.number(span.endEpochNanos() - span.startEpochNanos());
    out.number(
        span.kind().ordinal() * 8 + span.statusCode().ordinal() * 2 + (remote(span) ? 1 : 0));
    text(span.name(), traceId);
    text(span.statusDescription(), traceId);
    text(span.scope(), traceId);
    out.number(span.droppedAttributes());
    Map<AttributeKey<?>, Object> attributes = new LinkedHashMap<>();
    span.forEachAttribute(attributes::put);
    attributes(attributes, traceId);
    List<Event> events = span.events();
    out.number(events.size());
    for (Event event : events) {
      text(event.name(), traceId);
      out.number(event.epochNanos() - span.startEpochNanos());
      attributes(event.attributes().asMap(), traceId);
    }
    List<SpanContext> links = span.links();
    out.number(links.size());
    for (SpanContext link : links) {
      out.text(link.getTraceId());
      out.text(link.getSpanId());
    }
  }

  private static boolean remote(FinishedSpan span) {
    return span.isParentRemote();
  }

  private void attributes(Map<AttributeKey<?>, Object> attributes, String traceId) {
    out.number(attributes.size());
    attributes.forEach(
        (key, value) -> {
          text(key.getKey(), traceId);
          value(value, traceId);
        });
  }

  private void value(Object value, String traceId) {
    if (value instanceof Long number) {
      out.number(LONG);
      out.number(number);
    } else if (value instanceof Double number) {
      out.number(DOUBLE);
      out.fixed(Double.doubleToRawLongBits(number));
    } else if (value instanceof Boolean flag) {
      out.number(flag ? TRUE : FALSE);
    } else if (value instanceof Collection<?> list) {
      out.number(LIST);
      out.number(list.size());
      list.forEach(element -> text(String.valueOf(element), traceId));
    } else {
      out.number(STRING);
      text(String.valueOf(value), traceId);
    }
  }

  private void text(String text, String traceId) {
    if (text.isEmpty()) {
      out.number(EMPTY);
    } else if (text.equals(traceId)) {
      out.number(TRACE_ID);
    } else {
      int word = words.number(text);
      if (word == Words.NONE) {
        out.number(INLINE);
        out.text(text);
      } else {
        out.number(FIRST_WORD + word);
      }
    }
  }

  /** Adds the spans that were written. */
  void read(byte[] bytes, long traceHigh, long traceLow, List<SpanCopy> spans) {
    Bytes in = Bytes.toRead(bytes);
    String traceId = hex(traceHigh) + hex(traceLow);
    while (in.hasMore()) {
      spans.add(read(in, traceId, traceHigh, traceLow));
    }
  }

  private SpanCopy read(Bytes in, String traceId, long traceHigh, long traceLow) {
    long spanId = in.fixed();
    long parentId = in.fixed();
    long start = in.fixed();
    long end = start + in.number();
    int flags = (int) in.number();
    String name = text(in, traceId);
    String description = text(in, traceId);
    String scope = text(in, traceId);
    int dropped = (int) in.number();
    Map<AttributeKey<?>, Object> attributes = attributes(in, traceId);
    List<Event> events = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      String eventName = text(in, traceId);
      long time = start + in.number();
      events.add(new Event(eventName, time, of(attributes(in, traceId))));
    }
    List<SpanContext> links = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      links.add(context(in.text(), in.text()));
    }
    return new SpanCopy(
        context(traceId, hex(spanId)),
        traceHigh,
        traceLow,
        spanId,
        parentId,
        (flags & 1) != 0,
        name,
        KINDS[flags >> 3],
        start,
        end,
        CODES[flags >> 1 & 3],
        description,
        attributes,
        events,
        links,
        scope,
        dropped);
  }

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private Map<AttributeKey<?>, Object> attributes(Bytes in, String traceId) {
    Map<AttributeKey<?>, Object> attributes = new LinkedHashMap<>();
    for (long left = in.number(); left > 0; left--) {
      String key = text(in, traceId);
      switch ((int) in.number()) {
        case LONG -> attributes.put(AttributeKey.longKey(key), in.number());
        case DOUBLE ->
            attributes.put(AttributeKey.doubleKey(key), Double.longBitsToDouble(in.fixed()));
        case TRUE -> attributes.put(AttributeKey.booleanKey(key), Boolean.TRUE);
        case FALSE -> attributes.put(AttributeKey.booleanKey(key), Boolean.FALSE);
        case LIST -> {
          List<String> list = new ArrayList<>();
          for (long more = in.number(); more > 0; more--) {
            list.add(text(in, traceId));
          }
          attributes.put(AttributeKey.stringArrayKey(key), List.copyOf(list));
        }
        default -> attributes.put(AttributeKey.stringKey(key), text(in, traceId));
      }
    }
    return attributes;
  }

  @SuppressWarnings("unchecked")
  private static Attributes of(Map<AttributeKey<?>, Object> attributes) {
    AttributesBuilder builder = Attributes.builder();
    attributes.forEach((key, value) -> builder.put((AttributeKey<Object>) key, value));
    return builder.build();
  }

  private String text(Bytes in, String traceId) {
    int code = (int) in.number();
    return switch (code) {
      case INLINE -> in.text();
      case TRACE_ID -> traceId;
      case EMPTY -> "";
      default -> words.word(code - FIRST_WORD);
    };
  }

  static String hex(long id) {
    String text = Long.toHexString(id);
    return "0".repeat(16 - text.length()) + text;
  }
}
