// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Label values to the cell of their series: a chained hash table that is read without a lock and
 * without allocating, written under one. It only grows, up to its bound; what would grow it further
 * gets one shared cell whose label values read {@code other}. Thread-safe.
 */
final class SeriesMap<C> {
  static final String OTHER = "other";

  /** Beyond this a label value is cut: an outsider may have chosen it. */
  private static final int MAX_VALUE_LENGTH = 256;

  private static final int INITIAL_BUCKETS = 16;

  private final String name;
  private final int labelCount;
  private final int maxSeries;
  private final Function<String[], C> factory;
  private final Runnable onOverflow;
  private final List<C> cells = new ArrayList<>();
  private volatile AtomicReferenceArray<@Nullable Entry<C>> table =
      new AtomicReferenceArray<>(INITIAL_BUCKETS);
  private volatile @Nullable C overflow;

  /** Nothing but the one cell of the rest is given any more. */
  private volatile boolean full;

  /**
   * @param name of the metric, for the log
   * @param maxSeries bound of the number of series, the one of the rest included
   */
  SeriesMap(
      String name,
      int labelCount,
      int maxSeries,
      Function<String[], C> factory,
      Runnable onOverflow) {
    this.name = name;
    this.labelCount = labelCount;
    this.maxSeries = maxSeries;
    this.factory = factory;
    this.onOverflow = onOverflow;
  }

  C get(String[] values) {
    int hash = 0;
    for (String value : values) {
      hash = 31 * hash + value.hashCode();
    }
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash && Arrays.equals(entry.values, values)) {
        return entry.cell;
      }
    }
    return add(hash, values.clone());
  }

  C get(String a) {
    int hash = a.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash && entry.values[0].equals(a)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a});
  }

  C get(String a, String b) {
    int hash = 31 * a.hashCode() + b.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash && entry.values[0].equals(a) && entry.values[1].equals(b)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a, b});
  }

  C get(String a, String b, String c) {
    int hash = 31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash
          && entry.values[0].equals(a)
          && entry.values[1].equals(b)
          && entry.values[2].equals(c)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a, b, c});
  }

  C get(String a, String b, String c, String d) {
    int hash = 31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode();
    hash = 31 * hash + d.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash
          && entry.values[0].equals(a)
          && entry.values[1].equals(b)
          && entry.values[2].equals(c)
          && entry.values[3].equals(d)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a, b, c, d});
  }

  C get(String a, String b, String c, String d, String e) {
    int hash = 31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode();
    hash = 31 * (31 * hash + d.hashCode()) + e.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash
          && entry.values[0].equals(a)
          && entry.values[1].equals(b)
          && entry.values[2].equals(c)
          && entry.values[3].equals(d)
          && entry.values[4].equals(e)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a, b, c, d, e});
  }

  C get(String a, String b, String c, String d, String e, String f) {
    int hash = 31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode();
    hash = 31 * (31 * (31 * hash + d.hashCode()) + e.hashCode()) + f.hashCode();
    AtomicReferenceArray<@Nullable Entry<C>> buckets = table;
    Entry<C> entry = buckets.get(spread(hash) & (buckets.length() - 1));
    for (; entry != null; entry = entry.next) {
      if (entry.hash == hash
          && entry.values[0].equals(a)
          && entry.values[1].equals(b)
          && entry.values[2].equals(c)
          && entry.values[3].equals(d)
          && entry.values[4].equals(e)
          && entry.values[5].equals(f)) {
        return entry.cell;
      }
    }
    return add(hash, new String[] {a, b, c, d, e, f});
  }

  /** All cells in the order in which they were made. */
  synchronized List<C> cells() {
    return new ArrayList<>(cells);
  }

  private C add(int hash, String[] values) {
    if (values.length != labelCount) {
      return unfit(values);
    }
    C shared = overflow;
    if (shared != null && full) {
      onOverflow.run();
      return shared;
    }
    for (String value : values) {
      if (value.length() > MAX_VALUE_LENGTH) {
        return get(cut(values));
      }
    }
    return insert(hash, values);
  }

  /** A fault of an instrumentation; the request that meets it must not be the one to suffer. */
  private C unfit(String[] values) {
    AgentLog.limited(
        AgentLog.Level.WARN,
        "metrics." + name,
        "metric "
            + name
            + ": expected "
            + labelCount
            + " label values, but found "
            + values.length);
    if (labelCount == 0) {
      onOverflow.run();
      return get(new String[0]);
    }
    synchronized (this) {
      return overflowCell();
    }
  }

  private synchronized C insert(int hash, String[] values) {
    for (Entry<C> e = table.get(spread(hash) & (table.length() - 1)); e != null; e = e.next) {
      if (e.hash == hash && Arrays.equals(e.values, values)) {
        return e.cell;
      }
    }
    if (labelCount > 0 && cells.size() >= maxSeries - 1) {
      full = true;
      return overflowCell();
    }
    C cell = factory.apply(values);
    cells.add(cell);
    if (cells.size() > table.length()) {
      table = doubled(table);
    }
    put(table, hash, values, cell);
    return cell;
  }

  private C overflowCell() {
    onOverflow.run();
    C shared = overflow;
    if (shared == null) {
      String[] values = new String[labelCount];
      Arrays.fill(values, OTHER);
      shared = factory.apply(values);
      cells.add(shared);
      overflow = shared;
    }
    return shared;
  }

  private static String[] cut(String[] values) {
    String[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i].length() > MAX_VALUE_LENGTH) {
        result[i] = result[i].substring(0, MAX_VALUE_LENGTH);
      }
    }
    return result;
  }

  private static <C> AtomicReferenceArray<@Nullable Entry<C>> doubled(
      AtomicReferenceArray<@Nullable Entry<C>> old) {
    AtomicReferenceArray<@Nullable Entry<C>> bigger = new AtomicReferenceArray<>(old.length() * 2);
    for (int i = 0; i < old.length(); i++) {
      for (Entry<C> entry = old.get(i); entry != null; entry = entry.next) {
        put(bigger, entry.hash, entry.values, entry.cell);
      }
    }
    return bigger;
  }

  private static <C> void put(
      AtomicReferenceArray<@Nullable Entry<C>> buckets, int hash, String[] values, C cell) {
    int index = spread(hash) & (buckets.length() - 1);
    buckets.set(index, new Entry<>(hash, values, cell, buckets.get(index)));
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private static final class Entry<C> {
    final int hash;
    final String[] values;
    final C cell;
    final @Nullable Entry<C> next;

    Entry(int hash, String[] values, C cell, @Nullable Entry<C> next) {
      this.hash = hash;
      this.values = values;
      this.cell = cell;
      this.next = next;
    }
  }
}
