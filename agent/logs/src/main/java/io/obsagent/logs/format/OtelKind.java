// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code otel}: one request of OTLP in JSON for each line, as the <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">file exporter</a> writes
 * and the Collector's receiver {@code otlpjsonfile} reads them.
 */
final class OtelKind extends JsonKind {
  private static final byte[] SCOPE = ascii("},\"scopeLogs\":[{\"scope\":{\"name\":");
  private static final byte[] TIME = ascii("},\"logRecords\":[{\"timeUnixNano\":\"");
  private static final byte[] SEVERITY_NUMBER = ascii("\",\"severityNumber\":");
  private static final byte[] SEVERITY_TEXT = ascii(",\"severityText\":");
  private static final byte[] BODY = ascii(",\"body\":{\"stringValue\":");
  private static final byte[] ATTRIBUTES = ascii("},\"attributes\":[");
  private static final byte[] TRACE_ID = ascii(",\"traceId\":");
  private static final byte[] SPAN_ID = ascii(",\"spanId\":");
  private static final byte[] FLAGS = ascii(",\"flags\":");
  private static final byte[] KEY = ascii("{\"key\":");
  private static final byte[] STRING = ascii(",\"value\":{\"stringValue\":");
  private static final byte[] WHOLE = ascii(",\"value\":{\"intValue\":\"");
  private static final byte[] FRACTION = ascii(",\"value\":{\"doubleValue\":");
  private static final byte[] FLAG = ascii(",\"value\":{\"boolValue\":");
  private static final byte[] END = ascii("}]}]}]}");

  private final byte[] start;

  OtelKind(Map<String, String> resource) {
    JsonBuffer out =
        new JsonBuffer().raw(ascii("{\"resourceLogs\":[{\"resource\":{\"attributes\":["));
    resource.forEach((key, value) -> string(out, key, value));
    this.start = out.raw(']').raw(SCOPE).toBytes();
  }

  @Override
  void write(JsonBuffer out, LogLine line) {
    out.raw(start).string(line.logger()).raw(TIME).number(line.epochNanos());
    out.raw(SEVERITY_NUMBER).number(line.severityNumber());
    out.raw(SEVERITY_TEXT).string(line.level());
    out.raw(BODY).string(line.message()).raw(ATTRIBUTES);
    string(out, "thread.name", line.thread());
    string(out, "correlation.id", line.correlationId());
    string(out, "log.markers", line.markers());
    StackTraceElement caller = line.caller();
    if (caller != null) {
      String method = caller.getMethodName();
      String type = caller.getClassName();
      string(out, "code.function.name", method.isEmpty() ? type : type + '.' + method);
      string(out, "code.file.path", caller.getFileName());
      if (caller.getLineNumber() > 0) {
        attribute(out, line, "code.line.number", caller.getLineNumber());
      }
    }
    for (Map.Entry<String, ?> each : line.attributes().entrySet()) {
      if (!out.isFull() && !isTold(each.getKey()) && each.getValue() != null) {
        attribute(out, line, each.getKey(), each.getValue());
      }
    }
    String type = line.exceptionType();
    if (type != null) {
      string(out, "exception.type", type);
      string(out, "exception.message", line.exceptionMessage());
      line.stackTrace(out.comma().raw(KEY).string("exception.stacktrace").raw(STRING));
      out.raw('}').raw('}');
    }
    out.raw(']');
    if (!line.traceId().isEmpty()) {
      string(out, TRACE_ID, line.traceId());
      string(out, SPAN_ID, line.spanId());
      out.raw(FLAGS).number(line.traceFlags());
    }
    out.raw(END);
  }

  private static void string(JsonBuffer out, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.comma().raw(KEY).string(key).raw(STRING).string(value).raw('}').raw('}');
    }
  }

  private static void attribute(JsonBuffer out, LogLine line, String key, Object value) {
    out.comma().raw(KEY).string(key);
    if (isWhole(value)) {
      out.raw(WHOLE).raw(ascii(value.toString())).raw('"');
    } else if (value instanceof Boolean) {
      out.raw(FLAG).raw(ascii(value.toString()));
    } else if (isFinite(value)) {
      out.raw(FRACTION).raw(ascii(value.toString()));
    } else {
      out.raw(STRING).string(line.attribute(key, text(value)));
    }
    out.raw('}').raw('}');
  }
}
