// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.AlertSink;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates groups of rules against the store and hands alerts over. Evaluation, reload and
 * switching exclude each other; reading does not wait for them. Thread-safe.
 */
public final class RuleEngine {
  private final SeriesStore store;
  private final InstantQuery query;
  private final AlertSink sink;
  private final AlertOptions options;
  private final Duration interval;
  private final @Nullable AlertFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private volatile List<GroupEvaluation> groups = List.of();
  private long lastTime = Long.MIN_VALUE;

  /**
   * @param interval of groups that name none
   * @param directory where alerts are kept over a restart, or null
   */
  public RuleEngine(
      SeriesStore store,
      InstantQuery query,
      AlertSink sink,
      AlertOptions options,
      Duration interval,
      @Nullable Path directory) {
    this.store = store;
    this.query = query;
    this.sink = sink;
    this.options = options;
    this.interval = interval;
    file = directory == null ? null : new AlertFile(directory);
  }

  /** Replaces all rules; those that stay keep their state. */
  public void load(List<RuleGroup> definitions) {
    lock.lock();
    try {
      List<GroupEvaluation> before = groups;
      List<GroupEvaluation> fresh = new ArrayList<>();
      for (RuleGroup group : definitions) {
        Duration every = group.interval() == null ? interval : group.interval();
        boolean started = lastTime != Long.MIN_VALUE;
        GroupEvaluation evaluation = new GroupEvaluation(group, every, options, started);
        for (GroupEvaluation old : before) {
          if (old.group().name().equals(group.name()) && old.group().file().equals(group.file())) {
            evaluation.takeOver(old);
          }
        }
        evaluation.rules().forEach(rule -> rule.enable(!disabled.contains(rule.rule().name())));
        fresh.add(evaluation);
      }
      for (GroupEvaluation old : before) {
        old.endMissing(fresh, store, lastTime + 1);
      }
      groups = List.copyOf(fresh);
    } finally {
      lock.unlock();
    }
  }

  /** Begins without a look at what an earlier process knew. */
  void skipRestore() {
    for (GroupEvaluation group : groups) {
      group.skipRestore();
    }
  }

  /** Evaluates every group that is due at a time, a multiple of its interval. */
  public void evaluate(long time) {
    lock.lock();
    try {
      if (lastTime == Long.MIN_VALUE) {
        restore(time);
      }
      List<Alert> due = new ArrayList<>();
      for (GroupEvaluation group : groups) {
        long every = Math.max(1, group.interval().toMillis());
        if (lastTime == Long.MIN_VALUE
            || Math.floorDiv(time, every) != Math.floorDiv(lastTime, every)) {
          due.addAll(group.evaluate(query, store, time));
        }
      }
      lastTime = time;
      save(time);
      if (!due.isEmpty()) {
        sink.receive(due);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over what an earlier process left, unless that is too long ago. Times that lie ahead, as
   * after a clock was set back, are moved with the clock.
   */
  private void restore(long time) {
    if (file == null || time - file.savedAt() > options.outageTolerance().toMillis()) {
      return;
    }
    long ahead = Math.max(0, file.savedAt() - time);
    long down = Math.max(0, time - file.savedAt() - interval.toMillis());
    Map<String, List<SavedAlert>> byRule = new HashMap<>();
    for (SavedAlert alert : file.take()) {
      byRule.computeIfAbsent(alert.rule(), rule -> new ArrayList<>()).add(alert.moved(-ahead));
    }
    for (GroupEvaluation group : groups) {
      group.takeOver(byRule, Duration.ofMillis(down));
    }
  }

  private void save(long time) {
    if (file != null) {
      List<SavedAlert> alerts = new ArrayList<>();
      groups.forEach(group -> alerts.addAll(group.saved()));
      file.write(time, alerts);
    }
  }

  /** Lets the file of alerts go, for another process to take over. */
  public void close() {
    lock.lock();
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Every rule, in the order of evaluation. */
  public List<RuleStatus> rules() {
    List<RuleStatus> all = new ArrayList<>();
    for (GroupEvaluation group : groups) {
      for (RuleEvaluation rule : group.rules()) {
        all.add(rule.status());
      }
    }
    return all;
  }

  public List<RuleGroup> groups() {
    return groups.stream().map(GroupEvaluation::group).toList();
  }

  /** The interval at which a group is evaluated. */
  public Duration interval(RuleGroup group) {
    return group.interval() == null ? interval : group.interval();
  }

  /** Pending and firing alerts of all rules. */
  public List<ActiveAlert> alerts() {
    List<ActiveAlert> alerts = new ArrayList<>();
    for (RuleStatus status : rules()) {
      alerts.addAll(status.alerts());
    }
    return alerts;
  }

  /** Names of rules that are switched off, sorted. */
  public List<String> disabled() {
    return disabled.stream().sorted().toList();
  }

  public void disableAll(Collection<String> names) {
    for (String name : names) {
      enable(name, false);
    }
  }

  /**
   * Switches every rule of a name on or off. The alerts of a rule that is switched off end.
   *
   * @return whether there is such a rule
   */
  public boolean enable(String name, boolean on) {
    lock.lock();
    try {
      boolean found = false;
      for (GroupEvaluation group : groups) {
        for (RuleEvaluation rule : group.rules()) {
          if (rule.rule().name().equals(name)) {
            rule.enable(on);
            found = true;
          }
        }
      }
      if (on) {
        disabled.remove(name);
      } else {
        disabled.add(name);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends one alert as the named rule would, marked {@code test="true"} and over after a minute.
   *
   * @return the alert, or nothing where no alerting rule has the name
   */
  public List<Alert> test(String name, long time) {
    for (RuleStatus status : rules()) {
      if (status.rule() instanceof RuleDefinition.Alerting rule && rule.name().equals(name)) {
        Instant now = Instant.ofEpochMilli(time);
        RuleTemplates.Rendered texts =
            new RuleTemplates(rule, options.externalLabels(), options.externalUrl())
                .render(Map.of("test", "true"), 0, query, time);
        Map<String, String> labels = new TreeMap<>(texts.labels());
        labels.put("alertname", name);
        labels.put("test", "true");
        Alert alert =
            new Alert(
                Labels.of(labels),
                texts.annotations(),
                now,
                now.plus(Duration.ofMinutes(1)),
                GeneratorUrl.of(options, rule));
        sink.receive(List.of(alert));
        return List.of(alert);
      }
    }
    return List.of();
  }
}
