// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the configuration; each item is told once. Thread-safe. */
final class ConfigProblems {
  /** More lines would say no more: the file is not ours, then. */
  private static final int MAX = 50;

  private final Set<String> all = new LinkedHashSet<>();
  private final Set<String> told = new LinkedHashSet<>();

  synchronized void add(String problem) {
    if (all.size() < MAX) {
      all.add(problem);
    }
  }

  synchronized void addAll(Collection<String> problems) {
    for (String problem : problems) {
      add(problem);
    }
  }

  synchronized List<String> all() {
    return new ArrayList<>(all);
  }

  /** Warns of those that were not told before. */
  synchronized void report() {
    for (String problem : all) {
      if (told.add(problem)) {
        AgentLog.warn(problem);
      }
    }
    told.retainAll(all);
  }

  /** Takes what a newer file has instead, and tells what is new in it. */
  synchronized void replace(ConfigProblems newer) {
    all.clear();
    addAll(newer.all());
    report();
  }
}
