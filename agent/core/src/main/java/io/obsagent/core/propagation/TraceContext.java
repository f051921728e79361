// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.obsagent.core.span.Ids;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code traceparent} and {@code tracestate} as <a
 * href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context</a> has them.
 */
final class TraceContext {
  private static final int SAMPLED = 1;
  private static final int RANDOM = 2;
  static final String TRACEPARENT = "traceparent";
  static final String TRACESTATE = "tracestate";

  private static final int LENGTH = 55;
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;

  private TraceContext() {}

  static <Q> @Nullable RemoteParent extract(Q carrier, TextMapGetter<Q> getter) {
    Iterator<String> values = getter.getAll(carrier, TRACEPARENT);
    if (!values.hasNext()) {
      return null;
    }
    String header = values.next().trim();
    if (values.hasNext() || !isTraceParent(header)) {
      return null;
    }
    int flags = (int) Ids.parse(header, FLAGS, FLAGS + 2);
    return new RemoteParent(
        Ids.parse(header, TRACE_ID, TRACE_ID + 16),
        Ids.parse(header, TRACE_ID + 16, TRACE_ID + 32),
        Ids.parse(header, SPAN_ID, SPAN_ID + 16),
        (flags & SAMPLED) != 0,
        (flags & RANDOM) != 0,
        TraceStates.join(getter.getAll(carrier, TRACESTATE)));
  }

  private static boolean isTraceParent(String header) {
    int length = header.length();
    if (length < LENGTH
        || !Ids.isHex(header, 0, 2)
        || header.charAt(2) != '-'
        || !Ids.isHex(header, TRACE_ID, TRACE_ID + Ids.TRACE_CHARS)
        || header.charAt(SPAN_ID - 1) != '-'
        || !Ids.isHex(header, SPAN_ID, SPAN_ID + Ids.SPAN_CHARS)
        || header.charAt(FLAGS - 1) != '-'
        || !Ids.isHex(header, FLAGS, LENGTH)) {
      return false;
    }
    long version = Ids.parse(header, 0, 2);
    boolean lengthFits = length == LENGTH || version != 0 && header.charAt(LENGTH) == '-';
    return lengthFits
        && version != 0xff
        && (Ids.parse(header, TRACE_ID, TRACE_ID + 16)
                | Ids.parse(header, TRACE_ID + 16, TRACE_ID + 32))
            != 0
        && Ids.parse(header, SPAN_ID, SPAN_ID + 16) != 0;
  }

  static <C> void inject(LocalSpan span, C carrier, HeaderSetter<C> setter) {
    LocalRoot root = span.root();
    byte[] header = Ids.scratch();
    header[0] = '0';
    header[1] = '0';
    header[2] = '-';
    Ids.put(header, TRACE_ID, span.traceIdHigh());
    Ids.put(header, TRACE_ID + 16, span.traceIdLow());
    header[SPAN_ID - 1] = '-';
    Ids.put(header, SPAN_ID, span.spanId());
    header[FLAGS - 1] = '-';
    header[FLAGS] = '0';
    header[FLAGS + 1] = (byte) ('0' + root.flags());
    setter.set(carrier, TRACEPARENT, Ids.ascii(header, LENGTH));
    String traceState = root.traceState();
    if (traceState != null) {
      setter.set(carrier, TRACESTATE, traceState);
    } else {
      setter.remove(carrier, TRACESTATE);
    }
  }
}
