// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;

/** The levels of one log context. */
final class ContextControl implements LoggerControl {
  private static final List<Severity> RISING =
      List.of(
          Severity.TRACE,
          Severity.DEBUG,
          Severity.INFO,
          Severity.WARN,
          Severity.ERROR,
          Severity.FATAL);

  private final WeakReference<LogContext> context;

  /** Loggers are held weakly by their context, and their levels with them. */
  private final Map<String, Logger> kept = new ConcurrentHashMap<>();

  ContextControl(LogContext context) {
    this.context = new WeakReference<>(context);
  }

  @Override
  public String framework() {
    return EventRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    LogContext open = context.get();
    List<State> states = new ArrayList<>();
    if (open != null) {
      for (String name : new TreeSet<>(Collections.list(open.getLoggerNames()))) {
        Logger logger = open.getLoggerIfExists(name);
        if (logger != null && states.size() < limit) {
          Level level = logger.getLevel();
          states.add(
              new State(
                  name, level == null ? null : EventRecord.severity(level), effective(logger)));
        }
      }
    }
    return states;
  }

  private static Severity effective(Logger logger) {
    for (Severity severity : RISING) {
      if (logger.isLoggable(level(severity))) {
        return severity;
      }
    }
    return Severity.OFF;
  }

  @Override
  public void setLevel(String name, @Nullable Severity level) {
    LogContext open = context.get();
    if (open == null || name.isEmpty() && level == null) {
      return;
    }
    Logger logger = level == null ? open.getLoggerIfExists(name) : open.getLogger(name);
    if (logger == null) {
      return;
    }
    logger.setLevel(level == null ? null : level(level));
    if (level == null) {
      kept.remove(name);
    } else {
      kept.put(name, logger);
    }
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case TRACE -> org.jboss.logmanager.Level.TRACE;
      case DEBUG -> org.jboss.logmanager.Level.DEBUG;
      case INFO -> org.jboss.logmanager.Level.INFO;
      case WARN -> org.jboss.logmanager.Level.WARN;
      case ERROR -> org.jboss.logmanager.Level.ERROR;
      case FATAL -> org.jboss.logmanager.Level.FATAL;
      case OFF -> Level.OFF;
    };
  }
}
