// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.Map;
import java.util.Set;

/** {@code logstash}: the names of logstash-logback-encoder, mapped context on the top level. */
final class LogstashKind extends JsonKind {
  private static final byte[] TIMESTAMP = ascii("{\"@timestamp\":\"");
  private static final byte[] VERSION = ascii("\",\"@version\":\"1\",\"message\":");
  private static final byte[] LOGGER = ascii(",\"logger_name\":");
  private static final byte[] THREAD = ascii(",\"thread_name\":");
  private static final byte[] LEVEL = ascii(",\"level\":");
  private static final byte[] LEVEL_VALUE = ascii(",\"level_value\":");
  private static final byte[] TRACE_ID = ascii(",\"trace_id\":");
  private static final byte[] SPAN_ID = ascii(",\"span_id\":");
  private static final byte[] CORRELATION_ID = ascii(",\"correlation_id\":");
  private static final Caller CALLER =
      new Caller(
          ",\"caller_class_name\":",
          ",\"caller_method_name\":",
          ",\"caller_file_name\":",
          ",\"caller_line_number\":");
  private static final byte[] TAGS = ascii(",\"tags\":[");
  private static final byte[] STACK_TRACE = ascii(",\"stack_trace\":");

  /** Names that a mapped context cannot have here. */
  private static final Set<String> TAKEN =
      Set.of(
          "@timestamp",
          "@version",
          "message",
          "logger_name",
          "thread_name",
          "level",
          "level_value",
          "service",
          "tags",
          "caller_class_name",
          "caller_method_name",
          "caller_file_name",
          "caller_line_number",
          "stack_trace");

  private final byte[] service;

  LogstashKind(Map<String, String> resource) {
    this.service = constant("service", service(resource));
  }

  @Override
  void write(JsonBuffer out, LogLine line) {
    out.raw(TIMESTAMP);
    Timestamps.write(out, line.epochNanos());
    out.raw(VERSION).string(line.message());
    string(out, LOGGER, line.logger());
    string(out, THREAD, line.thread());
    out.raw(LEVEL).string(line.level());
    out.raw(LEVEL_VALUE).number(value(line.severityNumber())).raw(service);
    string(out, TRACE_ID, line.traceId());
    string(out, SPAN_ID, line.spanId());
    string(out, CORRELATION_ID, line.correlationId());
    if (line.caller() != null) {
      CALLER.write(out, line.caller());
    }
    if (!line.markers().isEmpty()) {
      EcsKind.tags(out.raw(TAGS), line.markers());
    }
    attributes(out, line, TAKEN);
    if (line.exceptionType() != null) {
      line.stackTrace(out.raw(STACK_TRACE));
    }
    out.raw('}');
  }

  /** Logback's numbers of levels. */
  private static int value(int severityNumber) {
    int step = (severityNumber - 1) / 4;
    return step == 0 ? 5_000 : Math.min(step, 4) * 10_000;
  }
}
