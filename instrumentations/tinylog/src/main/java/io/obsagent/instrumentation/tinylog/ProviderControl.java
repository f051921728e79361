// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;

/** The levels of one back end. Its loggers are the classes that log, and their packages. */
final class ProviderControl implements LoggerControl {
  private static final int MAX_NAMES = 2_000;

  /** Classes that have logged. */
  private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

  private final Levels levels;

  ProviderControl(Levels levels) {
    this.levels = levels;
  }

  static void logs(String name) {
    if (!NAMES.contains(name) && NAMES.size() < MAX_NAMES) {
      NAMES.add(name);
    }
  }

  @Override
  public String framework() {
    return EntryRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    List<State> states = new ArrayList<>();
    Severity root = severity(levels.root());
    states.add(new State("", root, root));
    Set<String> names = new TreeSet<>(NAMES);
    names.addAll(levels.keySet());
    for (String name : names) {
      if (states.size() >= limit) {
        break;
      }
      Level own = levels.own(name);
      states.add(
          new State(name, own == null ? null : severity(own), severity(levels.effective(name))));
    }
    return states;
  }

  @Override
  public void setLevel(String name, @Nullable Severity severity) {
    Level level = severity == null ? null : level(severity);
    if (!name.isEmpty()) {
      levels.set(name, level);
    } else if (level != null) {
      levels.root(level);
    }
  }

  private static Severity severity(Level level) {
    return level == Level.OFF ? Severity.OFF : EntryRecord.severity(level);
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case TRACE -> Level.TRACE;
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
      case ERROR, FATAL -> Level.ERROR;
      case OFF -> Level.OFF;
    };
  }
}
