// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.obsagent.core.span.Ids;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Trace context of older peers: <a href="https://github.com/openzipkin/b3-propagation">B3</a> in
 * one header or several, and Jaeger's {@code uber-trace-id}.
 */
final class OtherFormats {
  private static final String B3 = "b3";
  private static final String B3_TRACE = "X-B3-TraceId";
  private static final String B3_SPAN = "X-B3-SpanId";
  private static final String B3_PARENT = "X-B3-ParentSpanId";
  private static final String B3_SAMPLED = "X-B3-Sampled";
  private static final String B3_FLAGS = "X-B3-Flags";
  private static final String JAEGER = "uber-trace-id";
  private static final int MAX_HEADER = 128;

  private OtherFormats() {}

  static <Q> @Nullable RemoteParent extractB3(Q carrier, TextMapGetter<Q> getter) {
    String header = only(carrier, getter, B3);
    if (header == null || header.isEmpty() || header.length() > MAX_HEADER) {
      return null;
    }
    int first = header.indexOf('-');
    if (first < 0) {
      Boolean decision = b3Decision(header);
      return decision == null ? null : RemoteParent.decisionOnly(decision);
    }
    int second = header.indexOf('-', first + 1);
    int spanEnd = second < 0 ? header.length() : second;
    Boolean decision =
        second < 0 ? null : b3Decision(header.substring(second + 1, nextDash(header, second + 1)));
    return parent(header.substring(0, first), header.substring(first + 1, spanEnd), decision);
  }

  static <Q> @Nullable RemoteParent extractB3Multi(Q carrier, TextMapGetter<Q> getter) {
    String sampled = only(carrier, getter, B3_SAMPLED);
    String trace = only(carrier, getter, B3_TRACE);
    String span = only(carrier, getter, B3_SPAN);
    Boolean decision =
        "1".equals(only(carrier, getter, B3_FLAGS)) ? Boolean.TRUE : b3Decision(sampled);
    if (trace == null || span == null) {
      return decision == null ? null : RemoteParent.decisionOnly(decision);
    }
    return parent(trace, span, decision);
  }

  static <Q> @Nullable RemoteParent extractJaeger(Q carrier, TextMapGetter<Q> getter) {
    String header = only(carrier, getter, JAEGER);
    if (header == null || header.length() > MAX_HEADER) {
      return null;
    }
    String colons = header.contains("%3A") ? header.replace("%3A", ":") : header;
    String[] parts = colons.split(":", -1);
    if (parts.length != 4 || parts[3].isEmpty() || parts[3].length() > 2) {
      return null;
    }
    String flags = parts[3];
    if (!Ids.isHex(flags, 0, flags.length())) {
      return null;
    }
    boolean sampled = (Ids.parse(flags, 0, flags.length()) & 1) != 0;
    return parent(parts[0], parts[1], sampled);
  }

  static <C> void injectB3(LocalSpan span, C carrier, HeaderSetter<C> setter) {
    setter.set(
        carrier,
        B3,
        span.root().traceId() + '-' + span.getSpanId() + (span.root().sampled() ? "-1" : "-0"));
  }

  static <C> void injectB3Multi(LocalSpan span, C carrier, HeaderSetter<C> setter) {
    setter.set(carrier, B3_TRACE, span.root().traceId());
    setter.set(carrier, B3_SPAN, span.getSpanId());
    setter.set(carrier, B3_SAMPLED, span.root().sampled() ? "1" : "0");
    setter.remove(carrier, B3_PARENT);
    setter.remove(carrier, B3_FLAGS);
  }

  static <C> void injectJaeger(LocalSpan span, C carrier, HeaderSetter<C> setter) {
    setter.set(
        carrier,
        JAEGER,
        span.root().traceId() + ':' + span.getSpanId() + (span.root().sampled() ? ":0:1" : ":0:0"));
  }

  /** The one value of a header: of several, nobody knows which was meant. */
  private static <Q> @Nullable String only(Q carrier, TextMapGetter<Q> getter, String name) {
    Iterator<String> values = getter.getAll(carrier, name);
    if (!values.hasNext()) {
      return null;
    }
    String value = values.next();
    return values.hasNext() ? null : value.trim();
  }

  private static int nextDash(String header, int from) {
    int dash = header.indexOf('-', from);
    return dash < 0 ? header.length() : dash;
  }

  private static @Nullable Boolean b3Decision(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "1", "d", "true" -> true;
      case "0", "false" -> false;
      default -> null;
    };
  }

  /** Trace ids may be shorter than 32 digits, as older peers leave out zeros or have 64 bits. */
  private static @Nullable RemoteParent parent(
      String trace, String span, @Nullable Boolean sampled) {
    int traceLength = trace.length();
    int spanLength = span.length();
    if (traceLength == 0
        || traceLength > Ids.TRACE_CHARS
        || spanLength == 0
        || spanLength > Ids.SPAN_CHARS
        || !Ids.isHex(trace, 0, traceLength)
        || !Ids.isHex(span, 0, spanLength)) {
      return null;
    }
    int lowStart = Math.max(0, traceLength - 16);
    long high = Ids.parse(trace, 0, lowStart);
    long low = Ids.parse(trace, lowStart, traceLength);
    long spanId = Ids.parse(span, 0, spanLength);
    if ((high | low) == 0 || spanId == 0) {
      return null;
    }
    return new RemoteParent(high, low, spanId, sampled, false, null);
  }
}
