// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.redact.Redaction;
import io.obsagent.spi.telemetry.LogFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a record as the framework had it one that may be kept and sent: without secrets, without
 * control characters, and bounded. Calls methods of the application's objects, guarded. For one
 * thread at a time, and never one of the application's.
 */
public final class Finisher {
  public static final String THREAD = "thread.name";
  static final String MARKERS = "log.marker";

  static final int MOST_MESSAGE = 8 * 1024;
  static final int MOST_STACKTRACE = 16 * 1024;
  static final int MOST_ATTRIBUTES = 64;

  /** Characters of all attributes together, about. */
  static final int MOST_OF_ATTRIBUTES = 8 * 1024;

  static final int MOST_VALUE = 1024;
  private static final int MOST_NAME = 256;

  /** What the objects of a record take, beside their texts. */
  private static final int OVERHEAD = 200;

  private final StackTraces stackTraces = new StackTraces(MOST_STACKTRACE + Redaction.MARGIN);
  private volatile Redaction redaction;

  public Finisher(Redaction redaction) {
    this.redaction = redaction;
  }

  /** From the next record on. */
  public void use(Redaction newRedaction) {
    redaction = newRedaction;
  }

  /**
   * @param observedEpochNanos now
   */
  public FinishedLog finish(LogRecord record, long observedEpochNanos) {
    Map<String, Object> attributes = attributes(record);
    String body = text(record.message(), MOST_MESSAGE);
    Throwable thrown = record.thrown();
    String type = thrown == null ? null : line(StackTraces.type(thrown), MOST_NAME);
    String message = thrown == null ? null : StackTraces.message(thrown);
    message = message == null ? null : text(message, MOST_MESSAGE);
    String stacktrace = thrown == null ? null : text(stackTraces.write(thrown), MOST_STACKTRACE);
    LogFields trace = record.trace();
    String correlation = trace == null ? null : trace.correlationId();
    return new FinishedLog(
        record.epochNanos(),
        observedEpochNanos,
        record.severity().number(),
        line(record.level(), MOST_NAME),
        body,
        record.framework(),
        line(record.logger(), MOST_NAME),
        trace == null ? 0 : hex(trace.traceId(), 0),
        trace == null ? 0 : hex(trace.traceId(), 16),
        trace == null ? 0 : hex(trace.spanId(), 0),
        trace == null ? 0 : (byte) hex(trace.traceFlags(), 0),
        correlation == null ? null : line(correlation, MOST_NAME),
        attributes,
        type,
        message,
        stacktrace,
        OVERHEAD + length(body) + length(message) + length(stacktrace) + length(attributes));
  }

  /** The message before its arguments, if it is known and had some. */
  public @Nullable String template(LogRecord record) {
    String template = record.template();
    return template == null || template.equals(record.message())
        ? null
        : text(template, MOST_MESSAGE);
  }

  private Map<String, Object> attributes(LogRecord record) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(THREAD, line(record.thread(), MOST_NAME));
    if (!record.markers().isEmpty()) {
      attributes.put(MARKERS, line(String.join(", ", record.markers()), MOST_VALUE));
    }
    int left = MOST_OF_ATTRIBUTES;
    for (Map.Entry<String, Object> field : record.fields()) {
      left -= put(attributes, left, field.getKey(), field.getValue());
    }
    for (Map.Entry<String, String> mapped : record.mdc().entrySet()) {
      left -= put(attributes, left, mapped.getKey(), mapped.getValue());
    }
    return attributes;
  }

  /** How many characters of what is left this has taken. */
  private int put(
      Map<String, Object> attributes, int left, @Nullable String name, @Nullable Object value) {
    if (left <= 0 || name == null || name.isEmpty() || value == null) {
      return 0;
    }
    String key = line(name, MOST_NAME);
    if (attributes.size() >= MOST_ATTRIBUTES || attributes.containsKey(key)) {
      return 0;
    }
    Object kept = value(name, value);
    attributes.put(key, kept);
    return key.length() + (kept instanceof String text ? text.length() : 8);
  }

  private Object value(String name, Object value) {
    if (redaction.isSecret(name)) {
      return Redaction.REDACTED;
    }
    if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    return text(describe(value), MOST_VALUE);
  }

  private static String describe(Object value) {
    try {
      String text = value.toString();
      return text == null ? "null" : text;
    } catch (Throwable e) {
      return "(toString threw " + StackTraces.type(e) + ")";
    }
  }

  private String text(String text, int most) {
    return cut(redaction.text(cut(text, most + Redaction.MARGIN)), most);
  }

  private String line(String text, int most) {
    return cut(redaction.line(cut(text, most + Redaction.MARGIN)), most);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + '…';
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static int length(Map<String, Object> attributes) {
    int length = 0;
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      Object value = attribute.getValue();
      length +=
          32 + attribute.getKey().length() + (value instanceof String text ? text.length() : 8);
    }
    return length;
  }

  /** Up to 16 hexadecimal digits from a place on; 0 if they are none. */
  private static long hex(String text, int from) {
    int end = Math.min(text.length(), from + 16);
    try {
      return from >= end ? 0 : Long.parseUnsignedLong(text, from, end, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
