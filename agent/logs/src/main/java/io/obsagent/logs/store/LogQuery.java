// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which records somebody asks for. Immutable.
 *
 * @param least number of the severity from which on records match
 * @param logger name of a logger or of a package above it; empty for all
 * @param text that body, attributes or exception contain, whatever the case of its ASCII letters;
 *     empty for all
 * @param trace id as 32 hexadecimal digits; null for all
 * @param correlation the whole id; null for all
 * @param sinceNanos since the epoch
 * @param limit how many are wanted
 */
public record LogQuery(
    int least,
    String logger,
    String text,
    @Nullable String trace,
    @Nullable String correlation,
    long sinceNanos,
    int limit) {

  /** All that there is. */
  public static LogQuery all(int limit) {
    return new LogQuery(0, "", "", null, null, Long.MIN_VALUE, limit);
  }

  boolean matchesLogger(String name) {
    return logger.isEmpty()
        || name.startsWith(logger)
            && (name.length() == logger.length()
                || name.charAt(logger.length()) == '.'
                || logger.endsWith("."));
  }

  /** Whether a record is one of them, wherever it is. */
  public boolean matches(FinishedLog log) {
    return log.severityNumber() >= least
        && log.epochNanos() >= sinceNanos
        && matchesLogger(log.logger())
        && (trace == null
            || log.traceIdHigh() == traceHigh()
                && log.traceIdLow() == traceLow()
                && log.spanId() != 0)
        && (correlation == null || correlation.equals(log.correlationId()))
        && matchesText(log);
  }

  private boolean matchesText(FinishedLog log) {
    if (text.isEmpty() || contains(log.body()) || contains(log.exceptionMessage())) {
      return true;
    }
    if (contains(log.exceptionStacktrace()) || contains(log.correlationId())) {
      return true;
    }
    for (Object value : log.attributes().values()) {
      if (value instanceof String string && contains(string)) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(@Nullable String candidate) {
    return candidate != null && lower(candidate).contains(lower(text));
  }

  /** Of ASCII only, as the search among bytes does it. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c | 0x20));
      }
    }
    return lower.toString();
  }

  /** The text as bytes of UTF-8, in lower case. */
  byte[] needle() {
    return lower(text).getBytes(StandardCharsets.UTF_8);
  }

  long traceHigh() {
    return half(0);
  }

  long traceLow() {
    return half(16);
  }

  private long half(int from) {
    return trace == null
        ? 0
        : Long.parseUnsignedLong(trace.toLowerCase(Locale.ROOT), from, from + 16, 16);
  }
}
