// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;
import org.jspecify.annotations.Nullable;

/** The levels of one logger context, in the configuration that it has now. */
final class ContextControl implements LoggerControl {
  private final WeakReference<LoggerContext> context;

  /** Those that no configuration names, made to have a level. */
  private final WeakMap<LoggerConfig, Boolean> made = new WeakMap<>();

  ContextControl(LoggerContext context) {
    this.context = new WeakReference<>(context);
  }

  /** Those that were there before the agent: it may have come late. */
  static void registerAll() {
    if (EventRecord.CAPTURE.hasContext()
        || !(LogManager.getFactory() instanceof Log4jContextFactory factory)) {
      return;
    }
    for (LoggerContext open : factory.getSelector().getLoggerContexts()) {
      EventRecord.CAPTURE.context(open, ContextControl::new);
    }
  }

  @Override
  public String framework() {
    return EventRecord.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    LoggerContext open = context.get();
    Configuration configuration = open == null ? null : open.getConfiguration();
    if (configuration == null) {
      return List.of();
    }
    Map<String, LoggerConfig> configured = configuration.getLoggers();
    TreeSet<String> names = new TreeSet<>(configured.keySet());
    for (Logger logger : open.getLoggers()) {
      names.add(logger.getName());
    }
    List<State> states = new ArrayList<>();
    for (String name : names) {
      if (states.size() < limit) {
        LoggerConfig effective = configuration.getLoggerConfig(name);
        boolean own = effective.getName().equals(name) && LoggerConfigs.hasLevel(effective);
        Severity severity = EventRecord.severity(effective.getLevel());
        states.add(new State(name, own ? severity : null, severity));
      }
    }
    return states;
  }

  @Override
  public synchronized void setLevel(String logger, @Nullable Severity level) {
    LoggerContext open = context.get();
    if (open == null || logger.isEmpty() && level == null) {
      return;
    }
    Configuration configuration = open.getConfiguration();
    LoggerConfig config = configuration.getLoggerConfig(logger);
    boolean exact = config.getName().equals(logger);
    if (exact && level == null && made.get(config) != null) {
      configuration.removeLogger(logger);
    } else if (exact) {
      config.setLevel(level(level));
    } else if (level != null) {
      LoggerConfig own = LoggerConfigs.create(logger, level(level), configuration);
      made.put(own, true);
      configuration.addLogger(logger, own);
    }
    open.updateLoggers();
  }

  private static @Nullable Level level(@Nullable Severity level) {
    return level == null ? null : Level.valueOf(level.name());
  }
}
