// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the bad events of today and of the day before have in common: the routes, and whatever else
 * the labels of their series tell. Bounded. Thread-safe.
 */
final class Contributors {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int MAX_SERIES = 500;
  private static final Set<String> NOT_TOLD = Set.of(Labels.METRIC_NAME, "le", "job", "instance");

  private Map<Labels, Double> today = new HashMap<>();
  private Map<Labels, Double> yesterday = Map.of();
  private long day = Long.MIN_VALUE;

  /** One of them, with how many bad events it had. */
  record Contributor(Labels labels, double bad) {}

  synchronized void add(long time, Labels series, double bad) {
    roll(time);
    Labels key = series.except(NOT_TOLD);
    if (today.size() < MAX_SERIES || today.containsKey(key)) {
      today.merge(key, bad, Double::sum);
    }
  }

  private void roll(long time) {
    long now = Math.floorDiv(time, DAY);
    if (now != day) {
      yesterday = now == day + 1 ? today : Map.of();
      today = new HashMap<>();
      day = now;
    }
  }

  /** Those with most bad events, the worst first. */
  synchronized List<Contributor> worst(long time, Labels group, int count) {
    roll(time);
    Map<Labels, Double> all = new HashMap<>(yesterday);
    today.forEach((labels, bad) -> all.merge(labels, bad, Double::sum));
    List<Contributor> worst = new ArrayList<>();
    all.forEach(
        (labels, bad) -> {
          if (bad > 0.5 && has(labels, group)) {
            worst.add(new Contributor(labels, bad));
          }
        });
    worst.sort(
        Comparator.comparingDouble(Contributor::bad).reversed().thenComparing(Contributor::labels));
    return List.copyOf(worst.subList(0, Math.min(count, worst.size())));
  }

  private static boolean has(Labels labels, Labels group) {
    for (int i = 0; i < group.size(); i++) {
      if (!labels.get(group.name(i)).equals(group.value(i))) {
        return false;
      }
    }
    return true;
  }
}
