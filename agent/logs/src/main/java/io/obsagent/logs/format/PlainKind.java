// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.Map;
import java.util.Set;

/** {@code json}: the names that most people would choose, the agent's own on its port. */
final class PlainKind extends JsonKind {
  private static final byte[] TIMESTAMP = ascii("{\"timestamp\":\"");
  private static final byte[] LEVEL = ascii("\",\"level\":");
  private static final byte[] TRACE_ID = ascii(",\"trace_id\":");
  private static final byte[] SPAN_ID = ascii(",\"span_id\":");
  private static final byte[] CORRELATION_ID = ascii(",\"correlation_id\":");
  private static final byte[] LOGGER = ascii(",\"logger\":");
  private static final byte[] THREAD = ascii(",\"thread\":");
  private static final Caller CALLER =
      new Caller(",\"caller\":{\"class\":", ",\"method\":", ",\"file\":", ",\"line\":");
  private static final byte[] MESSAGE = ascii(",\"message\":");
  private static final byte[] MARKERS = ascii(",\"markers\":");
  private static final byte[] ATTRIBUTES = ascii(",\"attributes\":{");
  private static final byte[] EXCEPTION = ascii(",\"exception\":{\"type\":");
  private static final byte[] STACK_TRACE = ascii(",\"stacktrace\":");

  private final byte[] service;

  PlainKind(Map<String, String> resource) {
    this.service = constant("service", service(resource));
  }

  @Override
  void write(JsonBuffer out, LogLine line) {
    out.raw(TIMESTAMP);
    Timestamps.write(out, line.epochNanos());
    out.raw(LEVEL).string(line.level()).raw(service);
    string(out, TRACE_ID, line.traceId());
    string(out, SPAN_ID, line.spanId());
    string(out, CORRELATION_ID, line.correlationId());
    string(out, LOGGER, line.logger());
    string(out, THREAD, line.thread());
    if (line.caller() != null) {
      CALLER.write(out, line.caller());
      out.raw('}');
    }
    out.raw(MESSAGE).string(line.message());
    string(out, MARKERS, line.markers());
    int before = out.size();
    int empty = out.raw(ATTRIBUTES).size();
    attributes(out, line, Set.of());
    if (out.size() == empty) {
      out.truncate(before);
    } else {
      out.raw('}');
    }
    String type = line.exceptionType();
    if (type != null) {
      out.raw(EXCEPTION).string(type);
      string(out, MESSAGE, line.exceptionMessage());
      line.stackTrace(out.raw(STACK_TRACE));
      out.raw('}');
    }
    out.raw('}');
  }
}
