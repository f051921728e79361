// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.levels;

import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A framework with nothing but levels. */
public final class TestControl implements LoggerControl {
  private final String framework;
  private final Map<String, Severity> levels = new TreeMap<>();
  private boolean broken;

  public TestControl(String framework) {
    this.framework = framework;
    levels.put("", Severity.INFO);
  }

  public synchronized void breaks() {
    broken = true;
  }

  @Override
  public String framework() {
    return framework;
  }

  @Override
  public synchronized List<State> loggers(int limit) {
    List<State> states = new ArrayList<>();
    levels.forEach(
        (logger, level) -> states.add(new State(logger, level, level == null ? root() : level)));
    return states;
  }

  private Severity root() {
    return levels.get("");
  }

  @Override
  public synchronized void setLevel(String logger, @Nullable Severity level) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    levels.put(logger, level);
  }

  public synchronized @Nullable Severity level(String logger) {
    return levels.get(logger);
  }
}
