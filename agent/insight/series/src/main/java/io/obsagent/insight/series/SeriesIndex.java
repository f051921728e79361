// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds series by their labels: an inverted index, label name → value → ids. One writer adds, any
 * thread reads. Series leave only by building a new index from those that stay.
 */
final class SeriesIndex {
  private final Map<String, Map<String, Postings>> postings = new ConcurrentHashMap<>();
  private volatile StoredSeries[] byId = new StoredSeries[64];
  private volatile int size;

  int size() {
    return size;
  }

  StoredSeries series(int id) {
    return byId[id];
  }

  void add(StoredSeries series) {
    int id = size;
    StoredSeries[] array = byId;
    if (id == array.length) {
      array = Arrays.copyOf(array, id * 2);
    }
    array[id] = series;
    byId = array;
    size = id + 1;
    Labels labels = series.labels;
    for (int i = 0; i < labels.size(); i++) {
      postings
          .computeIfAbsent(labels.name(i), name -> new ConcurrentHashMap<>())
          .computeIfAbsent(labels.value(i), value -> new Postings())
          .add(id);
    }
  }

  /** Series that fulfil all matchers, in the order in which they were added. */
  List<StoredSeries> select(Collection<LabelMatcher> matchers) {
    int count = size;
    StoredSeries[] all = byId;
    List<LabelMatcher> filters = new ArrayList<>();
    int[] ids = candidates(matchers, filters, count);
    List<StoredSeries> found = new ArrayList<>(ids.length);
    List<Map<String, Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      answers.add(new HashMap<>());
    }
    for (int id : ids) {
      if (id < count && all[id] != null && passes(all[id].labels, filters, answers)) {
        found.add(all[id]);
      }
    }
    return found;
  }

  /** A regular expression is asked once for each distinct value, not once for each series. */
  private static boolean passes(
      Labels labels, List<LabelMatcher> filters, List<Map<String, Boolean>> answers) {
    for (int i = 0; i < filters.size(); i++) {
      LabelMatcher filter = filters.get(i);
      if (!answers.get(i).computeIfAbsent(labels.get(filter.name()), filter::matches)) {
        return false;
      }
    }
    return true;
  }

  /** Ids that fulfil what the index can answer; what it can't is left in {@code filters}. */
  private int[] candidates(
      Collection<LabelMatcher> matchers, List<LabelMatcher> filters, int count) {
    List<Postings> lists = new ArrayList<>();
    for (LabelMatcher matcher : matchers) {
      if (matcher.op() == LabelMatcher.Op.EQUAL && !matcher.value().isEmpty()) {
        lists.add(of(matcher.name(), matcher.value()));
      } else {
        filters.add(matcher);
      }
    }
    if (!lists.isEmpty()) {
      lists.sort(Comparator.comparingInt(Postings::size));
      int[] ids = lists.get(0).toArray();
      for (int i = 1; i < lists.size() && ids.length > 0; i++) {
        ids = Postings.intersect(ids, lists.get(i));
      }
      return ids;
    }
    for (LabelMatcher filter : filters) {
      if (!filter.matches("")) {
        return union(filter);
      }
    }
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    return ids;
  }

  private int[] union(LabelMatcher matcher) {
    List<int[]> lists = new ArrayList<>();
    int total = 0;
    for (Map.Entry<String, Postings> entry :
        postings.getOrDefault(matcher.name(), Map.of()).entrySet()) {
      if (matcher.matches(entry.getKey())) {
        int[] ids = entry.getValue().toArray();
        lists.add(ids);
        total += ids.length;
      }
    }
    int[] ids = new int[total];
    int at = 0;
    for (int[] list : lists) {
      System.arraycopy(list, 0, ids, at, list.length);
      at += list.length;
    }
    Arrays.sort(ids);
    return ids;
  }

  private Postings of(String name, String value) {
    Map<String, Postings> values = postings.get(name);
    return values == null ? Postings.EMPTY : values.getOrDefault(value, Postings.EMPTY);
  }

  Set<String> labelNames() {
    return new TreeSet<>(postings.keySet());
  }

  Set<String> labelValues(String name) {
    return new TreeSet<>(postings.getOrDefault(name, Map.of()).keySet());
  }
}
