// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.logs.Severity;
import java.util.logging.Level;

/** The levels of java.util.logging, of modules whose framework has loaded it. */
public final class JulLevels {
  private JulLevels() {}

  /** Levels of the application's own count as the next less grave one. */
  public static Severity severity(Level level) {
    int value = level.intValue();
    if (value == Level.OFF.intValue()) {
      return Severity.OFF;
    }
    if (value >= Level.SEVERE.intValue()) {
      return Severity.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return Severity.WARN;
    }
    if (value >= Level.CONFIG.intValue()) {
      return Severity.INFO;
    }
    return value >= Level.FINE.intValue() ? Severity.DEBUG : Severity.TRACE;
  }

  /** The one that lets through what is at least so grave. */
  public static Level level(Severity severity) {
    return switch (severity) {
      case TRACE -> Level.FINEST;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR, FATAL -> Level.SEVERE;
      case OFF -> Level.OFF;
    };
  }
}
