// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How grave an event is, in the words that all frameworks share, with the numbers of <a
 * href="https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber">OpenTelemetry's
 * data model</a>.
 */
public enum Severity {
  TRACE(1),
  DEBUG(5),
  INFO(9),
  WARN(13),
  ERROR(17),
  FATAL(21),
  /** As a level of a logger: nothing is logged. No event has it. */
  OFF(Integer.MAX_VALUE);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  /** 1–24. */
  public int number() {
    return number;
  }

  /** The word in any case, or null if there is no such. */
  public static @Nullable Severity of(String word) {
    return switch (word.trim().toUpperCase(Locale.ROOT)) {
      case "TRACE", "ALL", "FINEST", "FINER" -> TRACE;
      case "DEBUG", "FINE" -> DEBUG;
      case "INFO", "CONFIG" -> INFO;
      case "WARN", "WARNING" -> WARN;
      case "ERROR", "SEVERE" -> ERROR;
      case "FATAL" -> FATAL;
      case "OFF" -> OFF;
      default -> null;
    };
  }
}
