// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.metrics.Metrics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Label values to a series, value by value: a tree that is read without a lock and without
 * allocating. It holds so many values and no more; beyond that its metric is asked each time, which
 * has its own bound. Thread-safe.
 */
final class SeriesNode {
  private static final int MAX_NODES = 10_000;
  private static final int MAX_LENGTH = 256;

  /** What all nodes of a metric share. */
  private record Tree(Instrument instrument, int labels, AtomicInteger size) {}

  /** Answers a series of a metric: of a counter, a gauge or a histogram. */
  @FunctionalInterface
  interface Instrument {
    Object series(String[] values);
  }

  private final Tree tree;
  private final String[] values;
  private final @Nullable Object series;
  private volatile Map<String, SeriesNode> children = Map.of();

  private SeriesNode(Tree tree, String[] values) {
    this.tree = tree;
    this.values = values;
    this.series = values.length == tree.labels() ? tree.instrument().series(values.clone()) : null;
  }

  static SeriesNode root(Instrument instrument, int labels) {
    return new SeriesNode(new Tree(instrument, labels, new AtomicInteger()), new String[0]);
  }

  SeriesNode child(String value) {
    SeriesNode known = children.get(value);
    return known != null ? known : add(value);
  }

  private SeriesNode add(String value) {
    if (value.length() > MAX_LENGTH) {
      return child(value.substring(0, MAX_LENGTH));
    }
    String[] more = Arrays.copyOf(values, values.length + 1);
    more[values.length] = value;
    if (tree.size().get() >= MAX_NODES) {
      return new SeriesNode(tree, more);
    }
    synchronized (this) {
      SeriesNode known = children.get(value);
      if (known != null) {
        return known;
      }
      tree.size().incrementAndGet();
      SeriesNode added = new SeriesNode(tree, more);
      Map<String, SeriesNode> copy = new HashMap<>(children);
      copy.put(value, added);
      children = copy;
      return added;
    }
  }

  void count(double amount) {
    if (amount > 0 && series instanceof Metrics.Counter.Series counter) {
      counter.add(amount);
    }
  }

  void set(double value) {
    if (value == value && series instanceof Metrics.Gauge.Series gauge) {
      gauge.set(value);
    }
  }

  void change(double amount) {
    if (series instanceof Metrics.Gauge.Series gauge) {
      gauge.add(amount);
    }
  }

  void observe(double value) {
    if (value == value && series instanceof Metrics.Histogram.Series histogram) {
      histogram.record(value);
    }
  }
}
