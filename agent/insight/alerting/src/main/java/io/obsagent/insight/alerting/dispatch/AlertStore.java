// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.InhibitRule;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts that are known now, and which of them silence others. Guarded by its dispatcher. */
final class AlertStore {
  static final int MAX_ALERTS = 10_000;

  private static final class RuleIndex {
    final InhibitRule rule;
    final Map<List<String>, Set<Long>> sources = new HashMap<>();

    RuleIndex(InhibitRule rule) {
      this.rule = rule;
    }
  }

  private final Map<Long, StoredAlert> alerts = new HashMap<>();
  private List<RuleIndex> rules = List.of();

  void inhibitBy(List<InhibitRule> inhibitRules) {
    List<RuleIndex> indexes = new ArrayList<>();
    for (InhibitRule rule : inhibitRules) {
      indexes.add(new RuleIndex(rule));
    }
    rules = indexes;
    alerts.values().forEach(this::index);
  }

  /** Stores an alert; null if the store is full. */
  @Nullable StoredAlert put(Alert alert, Duration resolveTimeout, Instant now) {
    Instant end = alert.endsAt();
    StoredAlert fresh =
        new StoredAlert(
            alert.fingerprint(),
            alert,
            end == null ? now.plus(resolveTimeout) : end,
            end == null,
            now);
    StoredAlert known = alerts.get(fresh.fingerprint());
    if (known == null && alerts.size() >= MAX_ALERTS) {
      return null;
    }
    StoredAlert stored = known == null ? fresh : known.merge(fresh);
    alerts.put(stored.fingerprint(), stored);
    index(stored);
    return stored;
  }

  private void index(StoredAlert alert) {
    for (RuleIndex index : rules) {
      if (index.rule.isSource(alert.labels())) {
        index
            .sources
            .computeIfAbsent(index.rule.equalValues(alert.labels()), key -> new HashSet<>())
            .add(alert.fingerprint());
      }
    }
  }

  @Nullable StoredAlert get(long fingerprint) {
    return alerts.get(fingerprint);
  }

  Collection<StoredAlert> all() {
    return alerts.values();
  }

  /** Whether another firing alert mutes this one. */
  boolean isInhibited(StoredAlert alert, Instant now) {
    for (RuleIndex index : rules) {
      if (!index.rule.isTarget(alert.labels())) {
        continue;
      }
      // What matches both sides must not mute itself or its like.
      boolean bothSides = index.rule.isSource(alert.labels());
      Set<Long> sources =
          index.sources.getOrDefault(index.rule.equalValues(alert.labels()), Set.of());
      for (Long fingerprint : sources) {
        StoredAlert source = alerts.get(fingerprint);
        boolean fires = source != null && !source.isResolved(now);
        if (fires && !(bothSides && index.rule.isTarget(source.labels()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Forgets what has been resolved for a while. */
  void collectGarbage(Instant before) {
    alerts.values().removeIf(alert -> alert.isResolved(before));
    for (RuleIndex index : rules) {
      index.sources.values().forEach(set -> set.removeIf(fp -> !alerts.containsKey(fp)));
      index.sources.values().removeIf(Set::isEmpty);
    }
  }
}
