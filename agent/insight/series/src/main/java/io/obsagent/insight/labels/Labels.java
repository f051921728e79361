// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set, sorted by name. A label with an empty value is the same as no label, so
 * none is ever held. Thread-safe; equality is by content.
 */
public final class Labels implements Comparable<Labels> {
  /** The label that carries the metric name. */
  public static final String METRIC_NAME = "__name__";

  public static final Labels EMPTY = new Labels(new String[0]);

  /** name, value, name, value … sorted by name. */
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /**
   * @param namesAndValues name, value, name, value … in any order; a name given twice keeps its
   *     last value
   * @throws IllegalArgumentException if the number of strings is odd
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("odd number of label strings");
    }
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      sorted.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ofSorted(sorted);
  }

  public static Labels of(Map<String, String> labels) {
    return ofSorted(new TreeMap<>(labels));
  }

  private static Labels ofSorted(Map<String, String> sorted) {
    sorted.values().removeIf(String::isEmpty);
    if (sorted.isEmpty()) {
      return EMPTY;
    }
    String[] pairs = new String[sorted.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      pairs[i++] = entry.getKey();
      pairs[i++] = entry.getValue();
    }
    return new Labels(pairs);
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The value of a label, or the empty string where it is not set. */
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  /** The metric name, or the empty string. */
  public String metricName() {
    return get(METRIC_NAME);
  }

  /** A copy with one label set, replaced or (empty value) removed. */
  public Labels with(String name, String value) {
    Map<String, String> map = toMap();
    map.put(name, value);
    return ofSorted(map);
  }

  public Labels without(String name) {
    return get(name).isEmpty() ? this : filtered(Set.of(name), false);
  }

  /** Only the labels of these names. */
  public Labels only(Set<String> names) {
    return filtered(names, true);
  }

  /** All labels but those of these names. */
  public Labels except(Set<String> names) {
    return filtered(names, false);
  }

  private Labels filtered(Set<String> names, boolean keep) {
    String[] kept = new String[pairs.length];
    int size = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == keep) {
        kept[size++] = pairs[i];
        kept[size++] = pairs[i + 1];
      }
    }
    if (size == pairs.length) {
      return this;
    }
    return size == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, size));
  }

  public Labels withoutMetricName() {
    return without(METRIC_NAME);
  }

  /** A new sorted, mutable map of the labels. */
  public TreeMap<String, String> toMap() {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Override
  public int compareTo(Labels other) {
    int common = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < common; i++) {
      int order = pairs[i].compareTo(other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return pairs.length - other.pairs.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels labels
        && hash == labels.hash
        && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As Prometheus writes a series: {@code name{a="1",b="2"}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(metricName());
    StringBuilder inner = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(METRIC_NAME)) {
        continue;
      }
      inner.append(inner.length() == 0 ? "" : ", ").append(pairs[i]).append("=\"");
      inner.append(pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      inner.append('"');
    }
    if (inner.length() > 0 || text.length() == 0) {
      text.append('{').append(inner).append('}');
    }
    return text.toString();
  }
}
