// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.Map;
import java.util.Set;

/**
 * {@code ecs}: the <a href="https://www.elastic.co/docs/reference/ecs">Elastic Common Schema</a>,
 * with the first three fields where its <a
 * href="https://github.com/elastic/ecs-logging/tree/main/spec">specification for logs</a> wants
 * them.
 */
final class EcsKind extends JsonKind {
  private static final byte[] TIMESTAMP = ascii("{\"@timestamp\":\"");
  private static final byte[] LEVEL = ascii("\",\"log.level\":");
  private static final byte[] MESSAGE = ascii(",\"message\":");
  private static final byte[] THREAD = ascii(",\"process.thread.name\":");
  private static final byte[] LOGGER = ascii(",\"log.logger\":");
  private static final byte[] TRACE_ID = ascii(",\"trace.id\":");
  private static final byte[] SPAN_ID = ascii(",\"span.id\":");
  private static final Caller CALLER =
      new Caller(
          "",
          ",\"log.origin.function\":",
          ",\"log.origin.file.name\":",
          ",\"log.origin.file.line\":");
  private static final byte[] TAGS = ascii(",\"tags\":[");
  private static final byte[] LABELS = ascii(",\"labels\":{");
  private static final byte[] ERROR_TYPE = ascii(",\"error.type\":");
  private static final byte[] ERROR_MESSAGE = ascii(",\"error.message\":");
  private static final byte[] ERROR_STACK_TRACE = ascii(",\"error.stack_trace\":");

  private final byte[] constants;

  EcsKind(Map<String, String> resource) {
    this.constants =
        new JsonBuffer()
            .raw(constant("ecs.version", "8.11"))
            .raw(constant("service.name", service(resource)))
            .raw(constant("service.version", resource.get("service.version")))
            .raw(constant("service.environment", resource.get("deployment.environment.name")))
            .toBytes();
  }

  @Override
  void write(JsonBuffer out, LogLine line) {
    out.raw(TIMESTAMP);
    Timestamps.write(out, line.epochNanos());
    out.raw(LEVEL).string(line.level());
    out.raw(MESSAGE).string(line.message()).raw(constants);
    string(out, THREAD, line.thread());
    string(out, LOGGER, line.logger());
    if (line.caller() != null) {
      CALLER.write(out, line.caller());
    }
    string(out, TRACE_ID, line.traceId());
    string(out, SPAN_ID, line.spanId());
    if (!line.markers().isEmpty()) {
      tags(out.raw(TAGS), line.markers());
    }
    labels(out, line);
    String type = line.exceptionType();
    if (type != null) {
      out.raw(ERROR_TYPE).string(type);
      string(out, ERROR_MESSAGE, line.exceptionMessage());
      line.stackTrace(out.raw(ERROR_STACK_TRACE));
    }
    out.raw('}');
  }

  static void tags(JsonBuffer out, String markers) {
    for (String marker : markers.split(",")) {
      out.comma().string(marker);
    }
    out.raw(']');
  }

  private static void labels(JsonBuffer out, LogLine line) {
    int before = out.size();
    int empty = out.raw(LABELS).size();
    String correlationId = line.correlationId();
    if (correlationId != null) {
      out.name("correlation_id").string(correlationId);
    }
    attributes(out, line, Set.of());
    if (out.size() == empty) {
      out.truncate(before);
    } else {
      out.raw('}');
    }
  }
}
