// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest exemplars of all series, in memory only: over {@value #MAX} of them, the one that came
 * first goes. Thread-safe.
 */
public final class Exemplars {
  /** About a megabyte and a half. */
  static final int MAX = 4_096;

  private record Kept(Labels series, Exemplar exemplar) {}

  private final Deque<Kept> kept = new ArrayDeque<>();
  private final Map<Labels, Exemplar> last = new HashMap<>();

  Exemplars() {}

  /** Adds one; the one that the series had last is not added again. */
  synchronized void add(Labels series, Exemplar exemplar) {
    if (exemplar.equals(last.put(series, exemplar))) {
      return;
    }
    kept.add(new Kept(series, exemplar));
    if (kept.size() > MAX) {
      Kept oldest = kept.remove();
      last.remove(oldest.series(), oldest.exemplar());
    }
  }

  /**
   * Those of a range of time by series, each in the order of time.
   *
   * @param selectors a series has to fulfil all matchers of one
   * @param from first instant, inclusive, epoch milliseconds
   * @param to last instant, inclusive
   */
  public synchronized Map<Labels, List<Exemplar>> select(
      Collection<List<LabelMatcher>> selectors, long from, long to) {
    Map<Labels, Boolean> wanted = new HashMap<>();
    Map<Labels, List<Exemplar>> found = new TreeMap<>();
    for (Kept one : kept) {
      long time = one.exemplar().epochMillis();
      if (time >= from
          && time <= to
          && wanted.computeIfAbsent(one.series(), series -> matches(selectors, series))) {
        found.computeIfAbsent(one.series(), series -> new ArrayList<>()).add(one.exemplar());
      }
    }
    found.values().forEach(list -> list.sort(Comparator.comparingLong(Exemplar::epochMillis)));
    return found;
  }

  private static boolean matches(Collection<List<LabelMatcher>> selectors, Labels series) {
    return selectors.stream()
        .anyMatch(list -> list.stream().allMatch(matcher -> matcher.matches(series)));
  }
}
