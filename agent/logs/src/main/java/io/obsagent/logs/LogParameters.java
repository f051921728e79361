// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.store.LogQuery;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.logs.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Parameters of questions about the log. Bad ones throw IllegalArgumentException. */
final class LogParameters {
  private static final int USUAL = 200;
  private static final int MOST = 2_000;
  private static final int LONGEST_TEXT = 200;

  private LogParameters() {}

  static LogQuery query(Request request) {
    String trace = text(request, "trace");
    if (!trace.isEmpty() && !trace.matches("[0-9a-fA-F]{32}")) {
      throw invalid("trace", "expected the 32 hexadecimal digits of a trace id");
    }
    String correlation = text(request, "correlation");
    return new LogQuery(
        level(request),
        text(request, "logger"),
        text(request, "q"),
        trace.isEmpty() ? null : trace,
        correlation.isEmpty() ? null : correlation,
        since(request),
        limit(request));
  }

  private static int level(Request request) {
    String word = text(request, "level");
    if (word.isEmpty()) {
      return 0;
    }
    Severity severity = Severity.of(word);
    if (severity == null) {
      throw invalid("level", "expected trace, debug, info, warn, error or fatal");
    }
    return severity.number();
  }

  private static int limit(Request request) {
    String text = text(request, "limit");
    if (text.isEmpty()) {
      return USUAL;
    }
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw invalid("limit", "expected a number from 1 to " + MOST);
    }
    return limit;
  }

  private static long since(Request request) {
    String text = text(request, "since");
    if (text.isEmpty()) {
      return Long.MIN_VALUE;
    }
    try {
      Instant since =
          text.matches("[0-9]{1,4}[smhd]")
              ? Instant.now().minus(duration(text, "since"))
              : text.matches("[0-9]{10,14}")
                  ? Instant.ofEpochMilli(Long.parseLong(text))
                  : Instant.parse(text);
      return TimeUnit.MILLISECONDS.toNanos(since.toEpochMilli());
    } catch (DateTimeException e) {
      throw invalid("since", "expected 10m, milliseconds since the epoch, or 2026-01-31T12:00:00Z");
    }
  }

  /** Such as {@code 10m}. */
  static Duration duration(String text, String name) {
    if (!text.matches("[0-9]{1,4}[smhd]") || text.startsWith("0")) {
      throw invalid(name, "expected a time such as 30s, 10m, 1h or 2d");
    }
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** The parameter, or empty. */
  static String text(Request request, String name) {
    String text = request.parameter(name);
    if (text != null && text.length() > LONGEST_TEXT) {
      throw invalid(name, "at most " + LONGEST_TEXT + " characters");
    }
    return text == null ? "" : text.strip();
  }

  static IllegalArgumentException invalid(String name, String wanted) {
    return new IllegalArgumentException("invalid parameter '" + name + "': " + wanted);
  }
}
