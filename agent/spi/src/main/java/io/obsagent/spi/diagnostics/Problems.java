// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.diagnostics;

import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a part of the agent now, beyond its configuration: a file that cannot be read,
 * a disk that is full, an exporter that cannot be made. Each is told once in the log, and stays on
 * {@code /monitoring/agent} until its area is cleared. Thread-safe, bounded; not for a request's
 * thread.
 */
public final class Problems {
  private static final int MAX_AREAS = 64;
  private static final int MAX_OF_AREA = 20;

  private static final Map<String, Set<String>> BY_AREA = new LinkedHashMap<>();

  private Problems() {}

  /**
   * Adds a problem, and warns of it if it is new.
   *
   * @param area a constant: {@code alerting.rule-files}, {@code data.directory}
   * @param problem names the thing, the place and the way out
   */
  public static void add(String area, String problem) {
    synchronized (BY_AREA) {
      if (!BY_AREA.containsKey(area) && BY_AREA.size() >= MAX_AREAS) {
        return;
      }
      Set<String> problems = BY_AREA.computeIfAbsent(area, name -> new LinkedHashSet<>());
      if (!problems.add(problem)) {
        return;
      }
      if (problems.size() > MAX_OF_AREA) {
        problems.remove(problems.iterator().next());
      }
    }
    AgentLog.warn(problem);
  }

  /**
   * Puts what is wrong now in the place of what was wrong in the area before; warns only of what is
   * new.
   */
  public static void replace(String area, Collection<String> problems) {
    synchronized (BY_AREA) {
      Set<String> before = BY_AREA.get(area);
      if (before != null) {
        before.retainAll(problems);
        if (before.isEmpty()) {
          BY_AREA.remove(area);
        }
      }
    }
    problems.forEach(problem -> add(area, problem));
  }

  /**
   * Makes a problem the only one of its area. Not logged here: for what comes again with each
   * attempt, and has a limit of its own in the log.
   *
   * @param area clear it after the next success
   */
  public static void set(String area, String problem) {
    synchronized (BY_AREA) {
      if (BY_AREA.containsKey(area) || BY_AREA.size() < MAX_AREAS) {
        BY_AREA.put(area, new LinkedHashSet<>(List.of(problem)));
      }
    }
  }

  /** All is well in the area again, or it is looked at anew. */
  public static void clear(String area) {
    synchronized (BY_AREA) {
      BY_AREA.remove(area);
    }
  }

  /** Nothing is wrong anywhere; for tests, which share a process. */
  public static void clear() {
    synchronized (BY_AREA) {
      BY_AREA.clear();
    }
  }

  /** All problems that stand now, oldest area first. */
  public static List<String> all() {
    List<String> all = new ArrayList<>();
    synchronized (BY_AREA) {
      BY_AREA.values().forEach(all::addAll);
    }
    return all;
  }
}
