// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.export.FinishedLog;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as the agent has kept it: redacted and bounded already. */
record FinishedLine(FinishedLog log) implements LogLine {
  private static final String THREAD = "thread.name";

  @Override
  public long epochNanos() {
    return log.epochNanos();
  }

  @Override
  public int severityNumber() {
    return log.severityNumber();
  }

  @Override
  public String level() {
    return log.severityText();
  }

  @Override
  public String logger() {
    return log.logger();
  }

  @Override
  public String thread() {
    return log.attributes().get(THREAD) instanceof String name ? name : "";
  }

  @Override
  public String message() {
    return log.body();
  }

  @Override
  public String traceId() {
    return hasSpan() ? hex(log.traceIdHigh()) + hex(log.traceIdLow()) : "";
  }

  @Override
  public String spanId() {
    return hasSpan() ? hex(log.spanId()) : "";
  }

  private boolean hasSpan() {
    return log.spanId() != 0;
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  @Override
  public int traceFlags() {
    return log.traceFlags() & 0xff;
  }

  @Override
  public @Nullable String correlationId() {
    return log.correlationId();
  }

  @Override
  public Map<String, ?> attributes() {
    return log.attributes();
  }

  /** Among the attributes. */
  @Override
  public String markers() {
    return "";
  }

  @Override
  public @Nullable String exceptionType() {
    return log.exceptionType();
  }

  @Override
  public @Nullable String exceptionMessage() {
    return log.exceptionMessage();
  }

  @Override
  public void stackTrace(JsonBuffer out) {
    String text = log.exceptionStacktrace();
    out.string(text == null ? "" : text);
  }
}
