// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.logs.Severity;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** A record as the agent's port shows it. */
public final class RecordJson {
  private static final long NANOS = 1_000_000_000;
  private static final long NANOS_OF_MILLI = 1_000_000;

  private RecordJson() {}

  public static void write(JsonWriter out, FinishedLog log) {
    long nanos = log.epochNanos();
    out.object();
    out.field("time", Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString());
    out.field("time_ms", nanos / NANOS_OF_MILLI);
    out.field("severity", severity(log.severityNumber()));
    out.field("level", log.severityText());
    out.field("framework", log.framework());
    out.field("logger", log.logger());
    out.field("thread", String.valueOf(log.attributes().getOrDefault(Finisher.THREAD, "")));
    out.field("message", log.body());
    if (log.spanId() != 0) {
      out.field("trace_id", traceId(log));
      out.field("span_id", HexFormat.of().toHexDigits(log.spanId()));
    }
    if (log.correlationId() != null) {
      out.field("correlation_id", log.correlationId());
    }
    writeAttributes(out, log.attributes());
    if (log.exceptionType() != null) {
      out.name("exception").object().field("type", log.exceptionType());
      out.field("message", log.exceptionMessage());
      out.field("stacktrace", log.exceptionStacktrace()).end();
    }
    out.end();
  }

  /** 32 digits, or empty if there is no span. */
  public static String traceId(FinishedLog log) {
    HexFormat hex = HexFormat.of();
    return log.spanId() == 0
        ? ""
        : hex.toHexDigits(log.traceIdHigh()) + hex.toHexDigits(log.traceIdLow());
  }

  private static void writeAttributes(JsonWriter out, Map<String, Object> attributes) {
    out.name("attributes").object();
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      Object value = attribute.getValue();
      String name = attribute.getKey();
      if (value instanceof Long number) {
        out.field(name, number);
      } else if (value instanceof Double number) {
        out.field(name, number);
      } else if (value instanceof Boolean truth) {
        out.field(name, truth);
      } else if (!name.equals(Finisher.THREAD)) {
        out.field(name, String.valueOf(value));
      }
    }
    out.end();
  }

  /** The word of a number of OpenTelemetry's. */
  public static String severity(int number) {
    String word = Severity.TRACE.name();
    for (Severity severity : Severity.values()) {
      if (severity.number() <= number) {
        word = severity.name();
      }
    }
    return word;
  }
}
