// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples over time, in a heap and disk budget.
 *
 * <pre>
 * append ─► raw (3 h) ─► 1m (48 h) ─► 10m (30 d) ─► 1h (1 y)     each: chunks cut at windows
 *              │ each minute   │ when a window is over │
 *              ▼               ▼                       ▼
 *           raw/*.seg       1m/*.seg     10m/*.seg     1h/*.seg
 * </pre>
 *
 * Each tier takes the last sample of an interval. A query reads every instant from the finest tier
 * that still has it, from memory where it is there and else from disk. Over the budget the oldest
 * window of any tier goes first. Thread-safe; reads take no lock.
 */
public final class SeriesStore implements SeriesReader, AutoCloseable {
  private final StoreOptions options;
  private final List<Tier> plan;
  private final Consumer<String> warn;
  private final ReentrantLock writing = new ReentrantLock();
  private final MemoryTiers memory;
  private final @Nullable SegmentDirectory disk;
  private final Persistence persistence;
  private final Exemplars exemplars = new Exemplars();
  private volatile long droppedSamples;
  private volatile long newest = Long.MIN_VALUE;
  private volatile long first = Long.MAX_VALUE;
  private boolean toldFull;

  private SeriesStore(StoreOptions options, Consumer<String> warn) {
    this.options = options;
    this.warn = warn;
    plan = Tier.plan(options.interval(), options.rawRetention());
    memory = new MemoryTiers(plan, options.memoryBytes());
    disk =
        options.directory() == null
            ? null
            : SegmentDirectory.open(options.directory(), options.diskBytes(), plan, warn);
    persistence = new Persistence(plan, memory, disk);
  }

  /**
   * Opens a store and takes back what its directory holds. Never fails for the directory's sake.
   *
   * @param now epoch milliseconds
   * @param warn takes one line for each trouble worth telling
   */
  public static SeriesStore open(StoreOptions options, long now, Consumer<String> warn) {
    SeriesStore store = new SeriesStore(options, warn);
    store.writing.lock();
    try {
      store.persistence.restore(now);
      store.newest = now;
      store.first = store.keptSince();
    } finally {
      store.writing.unlock();
    }
    return store;
  }

  /**
   * Appends one sample.
   *
   * @return false if the sample is not later than the series' last one or the budget has no room
   *     for another series
   */
  public boolean append(Labels labels, long time, double value) {
    writing.lock();
    try {
      StoredSeries series = seriesFor(labels, time);
      return series != null && append(series, time, value);
    } finally {
      writing.unlock();
    }
  }

  /** Appends to a series that had a sample in the round before or is new. */
  boolean append(StoredSeries series, long time, double value) {
    writing.lock();
    try {
      if (time <= series.lastTime()) {
        droppedSamples++;
        return false;
      }
      memory.append(series, time, value);
      newest = Math.max(newest, time);
      first = Math.min(first, time);
      return true;
    } finally {
      writing.unlock();
    }
  }

  @Nullable StoredSeries seriesFor(Labels labels, long time) {
    writing.lock();
    try {
      StoredSeries series = memory.seriesFor(labels, time);
      if (series == null) {
        droppedSamples++;
        tellFull();
      }
      return series;
    } finally {
      writing.unlock();
    }
  }

  private void tellFull() {
    if (!toldFull) {
      toldFull = true;
      warn.accept(
          "series store: no room for another series in "
              + options.memoryBytes()
              + " bytes; raise series.memory-mb or lower the number of label values");
    }
  }

  @Override
  public List<Samples> select(
      Collection<LabelMatcher> matchers, long fromMillis, long toMillis, int maxSamples) {
    return new Selection(plan, memory, disk, fromMillis, toMillis, maxSamples).run(matchers);
  }

  /**
   * From when on there may be samples, in memory or on disk, epoch milliseconds; the largest long
   * while there are none.
   */
  public long since() {
    return Math.max(first, keptSince());
  }

  private long keptSince() {
    long since = Long.MAX_VALUE;
    for (int i = 0; i < plan.size(); i++) {
      long onDisk = disk == null ? Long.MAX_VALUE : disk.start(plan.get(i));
      since = Math.min(since, Math.min(memory.starts()[i], onDisk));
    }
    return since;
  }

  /** Label sets of series in memory that fulfil all matchers and may have a sample in the range. */
  public List<Labels> series(Collection<LabelMatcher> matchers, long from, long to) {
    List<Labels> found = new ArrayList<>();
    for (StoredSeries series : memory.index().select(matchers)) {
      if (series.lastTime() >= from && series.firstTime() <= to) {
        found.add(series.labels);
      }
    }
    return found;
  }

  /** Traces that are examples of what series count; none survives a restart. */
  public Exemplars exemplars() {
    return exemplars;
  }

  /** Names of all labels of series in memory, sorted. */
  public Set<String> labelNames() {
    return memory.index().labelNames();
  }

  /** Values of one label over all series in memory, sorted. */
  public Set<String> labelValues(String name) {
    return memory.index().labelValues(name);
  }

  /**
   * What is due after a round of samples: closes windows, writes to disk, drops what is too old or
   * too much.
   */
  public void maintain(long now) {
    writing.lock();
    try {
      if (persistence.advance(now)) {
        memory.dropOld(now);
      }
      memory.makeRoom(0, now);
    } finally {
      writing.unlock();
    }
  }

  /** Counted now, by walking over all series. */
  public StoreStats stats() {
    long samples = 0;
    SeriesIndex index = memory.index();
    int count = index.size();
    for (int i = 0; i < count; i++) {
      samples += index.series(i).samples();
    }
    return new StoreStats(count, samples, memoryBytes(), diskBytes(), droppedSamples, diskState());
  }

  /** Heap in use; what {@link StoreOptions#memoryBytes()} bounds. */
  public long memoryBytes() {
    return memory.bytes();
  }

  public long diskBytes() {
    return disk == null ? 0 : disk.bytes();
  }

  /** Samples that were late, double, or of a series for which there was no room. */
  public long droppedSamples() {
    return droppedSamples;
  }

  private String diskState() {
    if (disk != null) {
      return disk.state();
    }
    return options.directory() == null ? "off" : "unusable";
  }

  /** Writes what is not yet on disk and lets the directory go. */
  @Override
  public void close() {
    writing.lock();
    try {
      if (disk != null) {
        persistence.flush(newest);
        disk.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
