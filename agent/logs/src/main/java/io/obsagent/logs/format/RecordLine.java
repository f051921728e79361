// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.redact.Redaction;
import io.obsagent.spi.telemetry.LogFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as the application logs it. On another thread than the one that logged, its ids are
 * among the mapped context only; there they are looked for.
 *
 * @param redaction of all texts that the application has written; null leaves them as they are
 */
record RecordLine(LogRecord record, @Nullable Redaction redaction) implements LogLine {
  @Override
  public long epochNanos() {
    return record.epochNanos();
  }

  @Override
  public int severityNumber() {
    return record.severity().number();
  }

  @Override
  public String level() {
    return record.level();
  }

  @Override
  public String logger() {
    return record.logger();
  }

  @Override
  public String thread() {
    return clean(record.thread());
  }

  @Override
  public String message() {
    return clean(record.message());
  }

  private String clean(String text) {
    return redaction == null ? text : redaction.text(text);
  }

  @Override
  public String traceId() {
    LogFields trace = record.trace();
    return trace != null ? trace.traceId() : id(LogFields.TRACE_ID);
  }

  @Override
  public String spanId() {
    LogFields trace = record.trace();
    return trace != null ? trace.spanId() : id(LogFields.SPAN_ID);
  }

  @Override
  public int traceFlags() {
    LogFields trace = record.trace();
    String flags = trace != null ? trace.traceFlags() : id(LogFields.TRACE_FLAGS);
    return flags.endsWith("1") ? 1 : 0;
  }

  @Override
  public @Nullable String correlationId() {
    LogFields trace = record.trace();
    return trace != null ? trace.correlationId() : record.mdc().get(LogFields.CORRELATION_ID);
  }

  private String id(String key) {
    String id = record.mdc().get(key);
    return id == null ? "" : id;
  }

  /** A field that is there twice, or is in the mapped context, too, has its last value. */
  @Override
  public Map<String, ?> attributes() {
    if (record.fields().isEmpty()) {
      return record.mdc();
    }
    Map<String, Object> all = new LinkedHashMap<>(record.mdc());
    record.fields().forEach(field -> all.put(String.valueOf(field.getKey()), field.getValue()));
    return all;
  }

  @Override
  public String attribute(String key, String value) {
    return redaction == null ? value : redaction.value(key, value);
  }

  @Override
  public String markers() {
    return record.markers().isEmpty() ? "" : clean(String.join(",", record.markers()));
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return record.caller();
  }

  @Override
  public @Nullable String exceptionType() {
    Throwable thrown = record.thrown();
    return thrown == null ? null : thrown.getClass().getName();
  }

  @Override
  public @Nullable String exceptionMessage() {
    Throwable thrown = record.thrown();
    try {
      String message = thrown == null ? null : thrown.getMessage();
      return message == null ? null : clean(message);
    } catch (RuntimeException | StackOverflowError unreadable) {
      return null;
    }
  }

  @Override
  public void stackTrace(JsonBuffer out) {
    Throwable thrown = record.thrown();
    if (thrown != null) {
      StackTraceText.write(thrown, out, redaction);
    }
  }
}
