// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

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
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The levels of the JVM's LogManager. */
final class ManagerControl implements LoggerControl {
  /** They have loggers in contexts of their own, and modules of their own here. */
  private static final List<String> OTHERS =
      List.of("org.apache.juli.ClassLoaderLogManager", "org.jboss.logmanager.LogManager");

  /** Whether the JVM has one of those. */
  private static volatile boolean other;

  private final WeakReference<LogManager> manager;

  /** Loggers are held weakly by their manager, and their levels with them. */
  private final Map<String, Logger> kept = new ConcurrentHashMap<>();

  private ManagerControl(LogManager manager) {
    this.manager = new WeakReference<>(manager);
  }

  static void register(LogManager manager) {
    for (Class<?> type = manager.getClass(); type != null; type = type.getSuperclass()) {
      if (OTHERS.contains(type.getName())) {
        other = true;
        return;
      }
    }
    EventRecord.CAPTURE.context(manager, ManagerControl::new);
  }

  /** Where the agent came after it. */
  static void registerFirst(Logger logger) {
    if (!other && !EventRecord.CAPTURE.hasContext()) {
      Bridges.lookFor(logger);
      register(LogManager.getLogManager());
    }
  }

  @Override
  public String framework() {
    return EventRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    LogManager open = manager.get();
    List<State> states = new ArrayList<>();
    if (open != null) {
      for (String name : new TreeSet<>(Collections.list(open.getLoggerNames()))) {
        Logger logger = open.getLogger(name);
        if (logger != null && states.size() < limit) {
          Level level = logger.getLevel();
          states.add(
              new State(
                  name,
                  level == null ? null : EventRecord.severity(level),
                  EventRecord.severity(effective(logger))));
        }
      }
    }
    return states;
  }

  private static Level effective(Logger logger) {
    for (Logger each = logger; each != null; each = each.getParent()) {
      Level level = each.getLevel();
      if (level != null) {
        return level;
      }
    }
    return Level.INFO;
  }

  @Override
  public void setLevel(String name, @Nullable Severity level) {
    LogManager open = manager.get();
    if (open == null || name.isEmpty() && level == null) {
      return;
    }
    Logger logger = open.getLogger(name);
    if (logger == null && level != null) {
      logger = Logger.getLogger(name);
    }
    if (logger == null) {
      return;
    }
    logger.setLevel(level(level));
    if (level == null) {
      kept.remove(name);
    } else {
      kept.put(name, logger);
    }
  }

  private static @Nullable Level level(@Nullable Severity level) {
    return level == null
        ? null
        : switch (level) {
          case TRACE -> Level.FINEST;
          case DEBUG -> Level.FINE;
          case INFO -> Level.INFO;
          case WARN -> Level.WARNING;
          case ERROR, FATAL -> Level.SEVERE;
          case OFF -> Level.OFF;
        };
  }
}
