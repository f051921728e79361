// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where features hand over alerts, and rules that make some; whoever evaluates rules and sends
 * alerts on takes them. Thread-safe.
 */
public final class Alerts implements AlertSink {
  private final List<AlertSink> sinks = new CopyOnWriteArrayList<>();
  private final Map<String, String> rules = new ConcurrentSkipListMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Gives every alert from now on to the sink as well. */
  public void to(AlertSink sink) {
    sinks.add(sink);
  }

  /** Who remembers incidents, of those that take alerts; null if nobody does. */
  public @Nullable IncidentLog incidents() {
    for (AlertSink sink : sinks) {
      if (sink instanceof IncidentLog log) {
        return log;
      }
    }
    return null;
  }

  /**
   * Rules of a feature, which are evaluated, routed and silenced as all others are.
   *
   * @param source names them, as a file's name would
   * @param yaml in Prometheus' format; empty takes away what the source had
   */
  public void setRules(String source, String yaml) {
    String before = yaml.isEmpty() ? rules.remove(source) : rules.put(source, yaml);
    if (!yaml.equals(before == null ? "" : before)) {
      listeners.forEach(Runnable::run);
    }
  }

  /** The rules of all features, by their sources. */
  public Map<String, String> rules() {
    return Map.copyOf(rules);
  }

  /** Calls back, on the thread that made it, after each change of {@link #rules}. */
  public void onRules(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void receive(List<Alert> alerts) {
    for (AlertSink sink : sinks) {
      sink.receive(alerts);
    }
  }
}
