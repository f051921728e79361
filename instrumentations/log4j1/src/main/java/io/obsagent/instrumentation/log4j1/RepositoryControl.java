// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.log4j.Hierarchy;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The levels of one repository of loggers. */
final class RepositoryControl implements LoggerControl {
  private static final String ROOT = "root";

  private final WeakReference<Hierarchy> repository;

  RepositoryControl(Hierarchy repository) {
    this.repository = new WeakReference<>(repository);
  }

  static String nameForAgent(@Nullable String logger) {
    return logger == null || logger.equals(ROOT) ? "" : logger;
  }

  @Override
  public String framework() {
    return EventRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    Hierarchy open = repository.get();
    if (open == null) {
      return List.of();
    }
    Map<String, Logger> byName = new TreeMap<>();
    byName.put("", open.getRootLogger());
    for (Object logger : Collections.list(open.getCurrentLoggers())) {
      byName.put(((Logger) logger).getName(), (Logger) logger);
    }
    List<State> states = new ArrayList<>();
    for (Map.Entry<String, Logger> each : byName.entrySet()) {
      if (states.size() < limit) {
        states.add(state(each.getKey(), each.getValue()));
      }
    }
    return states;
  }

  private static State state(String name, Logger logger) {
    Level level = logger.getLevel();
    Level effective = logger.getEffectiveLevel();
    return new State(
        name,
        level == null ? null : EventRecord.severity(level),
        effective == null ? Severity.TRACE : EventRecord.severity(effective));
  }

  @Override
  public void setLevel(String name, @Nullable Severity level) {
    Hierarchy open = repository.get();
    if (open == null || name.isEmpty() && level == null) {
      return;
    }
    Logger logger =
        name.isEmpty()
            ? open.getRootLogger()
            : level == null ? open.exists(name) : open.getLogger(name);
    if (logger != null) {
      logger.setLevel(level == null ? null : Level.toLevel(level.name()));
    }
  }
}
