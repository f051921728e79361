// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The levels of one logger context. */
final class ContextControl implements LoggerControl {
  private static final String ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;

  private final WeakReference<LoggerContext> context;

  ContextControl(LoggerContext context) {
    this.context = new WeakReference<>(context);
  }

  static String nameForAgent(String logger) {
    return ROOT.equals(logger) ? "" : logger;
  }

  @Override
  public String framework() {
    return EventRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    LoggerContext open = context.get();
    if (open == null) {
      return List.of();
    }
    List<State> states = new ArrayList<>();
    // Sorted by name, the root first.
    for (Logger logger : open.getLoggerList()) {
      if (states.size() < limit) {
        Level level = logger.getLevel();
        states.add(
            new State(
                nameForAgent(logger.getName()),
                level == null ? null : EventRecord.severity(level),
                EventRecord.severity(logger.getEffectiveLevel())));
      }
    }
    return states;
  }

  @Override
  public void setLevel(String logger, @Nullable Severity level) {
    LoggerContext open = context.get();
    if (open != null && (level != null || !logger.isEmpty())) {
      open.getLogger(logger.isEmpty() ? ROOT : logger).setLevel(level(level));
    }
  }

  private static @Nullable Level level(@Nullable Severity level) {
    return level == null
        ? null
        : switch (level) {
          case TRACE -> Level.TRACE;
          case DEBUG -> Level.DEBUG;
          case INFO -> Level.INFO;
          case WARN -> Level.WARN;
          case ERROR, FATAL -> Level.ERROR;
          case OFF -> Level.OFF;
        };
  }
}
