// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one route: the slowest and a fair sample (reservoir sampling, Vitter's algorithm R)
 * of each ten minutes, and those that have failed. Guarded by the store.
 */
final class RouteTraces {
  static final long WINDOW_NANOS = 600_000_000_000L;
  static final int SLOWEST = 10;
  static final int SAMPLED = 20;

  final String name;

  /** By why they are kept, in the order in which they came. */
  private final Map<Kept, LinkedHashSet<StoredTrace>> traces = new EnumMap<>(Kept.class);

  private final Map<Kept, Long> bytes = new EnumMap<>(Kept.class);

  private final PriorityQueue<StoredTrace> slowest =
      new PriorityQueue<>(Comparator.comparingLong(trace -> trace.durationNanos));
  private final List<StoredTrace> reservoir = new ArrayList<>();
  private long window;
  private long seen;

  RouteTraces(String name) {
    this.name = name;
  }

  /** Goes on to the ten minutes of now; what is kept of those before stays. */
  private void turn(long nowNanos) {
    long now = nowNanos / WINDOW_NANOS;
    if (now != window) {
      window = now;
      seen = 0;
      slowest.clear();
      reservoir.clear();
    }
  }

  /**
   * The place in the sample for one more trace that has not failed, or -1 if chance was against it.
   */
  int draw(long nowNanos, RandomGenerator random) {
    turn(nowNanos);
    seen++;
    if (reservoir.size() < SAMPLED) {
      return reservoir.size();
    }
    long place = random.nextLong(seen);
    return place < SAMPLED ? (int) place : -1;
  }

  /** Whether one that took so long is among the slowest. */
  boolean isSlow(long durationNanos) {
    StoredTrace least = slowest.peek();
    return slowest.size() < SLOWEST || least != null && durationNanos > least.durationNanos;
  }

  /** The trace that a new one at a place would take the place of. */
  @Nullable StoredTrace atPlace(int place) {
    return place < reservoir.size() ? reservoir.get(place) : null;
  }

  /** Puts a trace in the place that was drawn. */
  void sample(StoredTrace trace, int place) {
    trace.sampled = true;
    if (place < reservoir.size()) {
      reservoir.set(place, trace);
    } else {
      reservoir.add(trace);
    }
  }

  /** The trace that one more among the slowest would take the place of. */
  @Nullable StoredTrace leastSlow() {
    return slowest.size() < SLOWEST ? null : slowest.peek();
  }

  /** Puts a trace among the slowest. */
  void slow(StoredTrace trace) {
    if (slowest.size() == SLOWEST) {
      slowest.remove();
    }
    trace.slow = true;
    slowest.add(trace);
  }

  void add(StoredTrace trace) {
    Kept kept = trace.kept();
    traces.computeIfAbsent(kept, none -> new LinkedHashSet<>()).add(trace);
    bytes.merge(kept, trace.bytes, Long::sum);
  }

  /**
   * Before anything about the trace changes that decides where it stands.
   *
   * @return whether it was there
   */
  boolean remove(StoredTrace trace) {
    Kept kept = trace.kept();
    LinkedHashSet<StoredTrace> all = traces.get(kept);
    if (all == null || !all.remove(trace)) {
      return false;
    }
    bytes.merge(kept, -trace.bytes, Long::sum);
    return true;
  }

  /** Of one that is no longer kept. */
  void forget(StoredTrace trace) {
    slowest.remove(trace);
    reservoir.remove(trace);
  }

  long bytes(Kept kept) {
    return bytes.getOrDefault(kept, 0L);
  }

  int count(Kept kept) {
    LinkedHashSet<StoredTrace> all = traces.get(kept);
    return all == null ? 0 : all.size();
  }

  StoredTrace oldest(Kept kept) {
    return traces.get(kept).iterator().next();
  }

  boolean isEmpty() {
    return traces.values().stream().allMatch(LinkedHashSet::isEmpty);
  }
}
