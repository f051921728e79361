// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The heap part of the store. Written under the store's lock; the index is read without. */
final class MemoryTiers {
  /** Two map nodes' worth and the string's own header. */
  private static final int STRING_OVERHEAD = 96;

  private final List<Tier> plan;
  private final long budget;
  private final Map<Labels, StoredSeries> byLabels = new HashMap<>();
  private final Map<String, String> strings = new HashMap<>();
  private volatile long[] starts;
  private volatile SeriesIndex index = new SeriesIndex();
  private volatile long bytes;

  MemoryTiers(List<Tier> plan, long budget) {
    this.plan = plan;
    this.budget = budget;
    starts = new long[plan.size()];
    Arrays.fill(starts, Long.MAX_VALUE);
  }

  SeriesIndex index() {
    return index;
  }

  long bytes() {
    return bytes;
  }

  Collection<StoredSeries> all() {
    return byLabels.values();
  }

  /** First instant that each tier has here, by tier; the largest long where it has none. */
  long[] starts() {
    return starts;
  }

  void startAt(int tierIndex, long start) {
    long[] copy = starts.clone();
    copy[tierIndex] = start;
    starts = copy;
  }

  /** Returns null where the budget has no room for another series. */
  @Nullable StoredSeries seriesFor(Labels labels, long now) {
    StoredSeries series = byLabels.get(labels);
    if (series != null) {
      return series;
    }
    int cost = StoredSeries.overheadBytes(labels);
    return bytes + cost <= budget || makeRoom(cost, now) ? register(labels) : null;
  }

  /** Finds or adds a series whatever the budget says. */
  StoredSeries restored(Labels labels) {
    StoredSeries series = byLabels.get(labels);
    return series == null ? register(labels) : series;
  }

  private StoredSeries register(Labels labels) {
    String[] pairs = new String[labels.size() * 2];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = intern(labels.name(i));
      pairs[2 * i + 1] = intern(labels.value(i));
    }
    StoredSeries series = new StoredSeries(Labels.of(pairs), plan.size());
    byLabels.put(series.labels, series);
    index.add(series);
    bytes += StoredSeries.overheadBytes(labels);
    return series;
  }

  private String intern(String text) {
    String known = strings.putIfAbsent(text, text);
    if (known == null) {
      bytes += STRING_OVERHEAD + text.length();
      return text;
    }
    return known;
  }

  void append(StoredSeries series, long time, double value) {
    grow(series.append(plan, time, value));
    for (int i = 0; i < plan.size(); i++) {
      long window = plan.get(i).windowStart(time);
      if (window < starts[i]) {
        startAt(i, window);
      }
    }
  }

  void grow(int by) {
    bytes += by;
  }

  /** Closes every chunk of a tier that ends before a time. */
  void seal(int tierIndex, long before, long now) {
    int grown = 0;
    for (StoredSeries series : byLabels.values()) {
      grown += series.closeIntervals(plan, now);
      if (series.tier(tierIndex).lastTime() < before) {
        grown += series.tier(tierIndex).seal();
      }
    }
    bytes += grown;
  }

  /** What a tier holds in {@code [from, to)}, one chunk a series. */
  List<Block.Entry> window(int tierIndex, long from, long to) {
    List<Block.Entry> entries = new ArrayList<>();
    for (StoredSeries series : byLabels.values()) {
      SampleBuffer buffer = new SampleBuffer();
      series.tier(tierIndex).decode(from, to - 1, buffer);
      if (buffer.size() > 0) {
        entries.add(new Block.Entry(series.labels, buffer.toChunk()));
      }
    }
    return entries;
  }

  /** Whether a restore may take more: a quarter is left for what comes. */
  boolean hasSpare() {
    return bytes < budget / 4 * 3;
  }

  /** A process that has ended has no series: without this they would look alive for 5 minutes. */
  void endAll(long now) {
    for (StoredSeries series : byLabels.values()) {
      series.resume();
      if (!Samples.isStale(series.lastValue()) && series.lastTime() < now) {
        append(series, series.lastTime() + 1, Samples.STALE_NAN);
      }
    }
  }

  void dropOld(long now) {
    for (int i = 0; i < plan.size(); i++) {
      long cutoff = plan.get(i).windowStart(now - plan.get(i).retentionMillis());
      if (cutoff > starts[i]) {
        dropBefore(i, cutoff);
      }
    }
    forgetEmpty();
  }

  private void dropBefore(int tierIndex, long cutoff) {
    startAt(tierIndex, cutoff);
    int grown = 0;
    for (StoredSeries series : byLabels.values()) {
      grown += series.tier(tierIndex).dropBefore(cutoff);
    }
    bytes += grown;
  }

  /** Drops the oldest closed windows until {@code more} bytes fit; says whether they do. */
  boolean makeRoom(long more, long now) {
    while (bytes + more > budget) {
      int oldest = -1;
      for (int i = 0; i < plan.size(); i++) {
        boolean closed = starts[i] < plan.get(i).windowStart(now - plan.get(i).resolutionMillis());
        if (closed && (oldest < 0 || windowEnd(i) < windowEnd(oldest))) {
          oldest = i;
        }
      }
      if (oldest < 0) {
        return false;
      }
      dropBefore(oldest, windowEnd(oldest));
      forgetEmpty();
    }
    return true;
  }

  private long windowEnd(int tierIndex) {
    return starts[tierIndex] + plan.get(tierIndex).windowMillis();
  }

  private void forgetEmpty() {
    List<StoredSeries> empty = new ArrayList<>();
    for (StoredSeries series : byLabels.values()) {
      if (series.isEmpty()) {
        empty.add(series);
      }
    }
    if (empty.isEmpty()) {
      return;
    }
    for (StoredSeries series : empty) {
      byLabels.remove(series.labels);
      bytes -= StoredSeries.overheadBytes(series.labels);
    }
    SeriesIndex rebuilt = new SeriesIndex();
    byLabels.values().forEach(rebuilt::add);
    index = rebuilt;
  }
}
