// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import io.obsagent.instrumentation.shared.logging.JulLevels;
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
import java.util.logging.Logger;
import org.apache.juli.ClassLoaderLogManager;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the loggers of one class loader. Which these are, the manager learns from the
 * context class loader of who asks.
 */
final class LoaderControl implements LoggerControl {
  private final WeakReference<ClassLoaderLogManager> manager;
  private final WeakReference<ClassLoader> loader;

  /** Weakly held by their manager, and their levels with them. */
  private final Map<String, Logger> kept = new ConcurrentHashMap<>();

  LoaderControl(ClassLoaderLogManager manager, ClassLoader loader) {
    this.manager = new WeakReference<>(manager);
    this.loader = new WeakReference<>(loader);
  }

  @Override
  public String framework() {
    return ManagerAdvices.CAPTURE.framework();
  }

  @Override
  public List<State> loggers(int limit) {
    List<State> states = new ArrayList<>();
    ClassLoaderLogManager open = manager.get();
    ClassLoader of = loader.get();
    if (open == null || of == null) {
      return states;
    }
    ClassLoader before = enter(of);
    try {
      for (String name : new TreeSet<>(Collections.list(open.getLoggerNames()))) {
        Logger logger = open.getLogger(name);
        if (logger != null && states.size() < limit) {
          states.add(state(name, logger));
        }
      }
    } finally {
      enter(before);
    }
    return states;
  }

  @Override
  public void setLevel(String name, @Nullable Severity level) {
    ClassLoaderLogManager open = manager.get();
    ClassLoader of = loader.get();
    if (open == null || of == null || name.isEmpty() && level == null) {
      return;
    }
    ClassLoader before = enter(of);
    try {
      Logger logger = open.getLogger(name);
      if (logger == null && level != null) {
        logger = Logger.getLogger(name);
      }
      if (logger != null) {
        set(name, logger, level);
      }
    } finally {
      enter(before);
    }
  }

  private void set(String name, Logger logger, @Nullable Severity level) {
    logger.setLevel(level == null ? null : JulLevels.level(level));
    if (level == null) {
      kept.remove(name);
    } else {
      kept.put(name, logger);
    }
  }

  private static State state(String name, Logger logger) {
    Level level = logger.getLevel();
    Level effective = level;
    for (Logger each = logger; effective == null && each != null; each = each.getParent()) {
      effective = each.getLevel();
    }
    return new State(
        name,
        level == null ? null : JulLevels.severity(level),
        JulLevels.severity(effective == null ? Level.INFO : effective));
  }

  /** Answers the context class loader that this thread had. */
  private static ClassLoader enter(@Nullable ClassLoader loader) {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(loader);
    return before;
  }
}
