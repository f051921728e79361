// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.SpanCopy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks in memory and in files as in one. Thread-safe. */
final class TraceSearch {
  /** Reading of files ends after it, in nanoseconds. */
  private static final long LONGEST_NANOS = 2_000_000_000L;

  private final @Nullable TraceStore memory;
  private final @Nullable TraceDisk disk;

  /**
   * @param memory null before the first span
   * @param disk null without files
   */
  TraceSearch(@Nullable TraceStore memory, @Nullable TraceDisk disk) {
    this.memory = memory;
    this.disk = disk;
  }

  /**
   * What was found.
   *
   * @param traces as many as were asked for, those that began last first
   * @param omitted that were found beside them
   * @param incomplete whether there are files in which was not looked
   */
  record Hits(List<StoredTrace> traces, int omitted, boolean incomplete) {}

  private record Id(long high, long low) {}

  Hits find(TraceQuery query, String service) {
    List<StoredTrace> hits = new ArrayList<>();
    if (memory != null) {
      for (StoredTrace trace : memory.newestFirst()) {
        if (matches(query, trace, service)) {
          hits.add(trace);
        }
      }
    }
    boolean incomplete = disk != null && addFromDisk(query, service, hits);
    hits.sort(Comparator.comparingLong((StoredTrace trace) -> -trace.startNanos));
    int shown = Math.min(query.limit(), hits.size());
    return new Hits(List.copyOf(hits.subList(0, shown)), hits.size() - shown, incomplete);
  }

  /** Whether there may be more. */
  private boolean addFromDisk(TraceQuery query, String service, List<StoredTrace> hits) {
    long until = System.nanoTime() + LONGEST_NANOS;
    // What memory has found already need not be found again, nor anything older than all of it.
    long least =
        hits.size() < query.limit() || query.limit() == 0
            ? query.sinceNanos()
            : hits.get(query.limit() - 1).startNanos;
    Set<Id> seen = new HashSet<>();
    boolean[] early = {false};
    if (disk != null) {
      disk.search(
          least,
          trace -> {
            if (seen.size() >= query.limit() || System.nanoTime() > until) {
              early[0] = true;
              return false;
            }
            boolean elsewhere = memory != null && memory.find(trace.high, trace.low) != null;
            if (!elsewhere
                && trace.startNanos >= least
                && !seen.contains(new Id(trace.high, trace.low))
                && matches(query, trace, service)) {
              seen.add(new Id(trace.high, trace.low));
              hits.add(trace);
            }
            return true;
          });
    }
    return early[0] || least > query.sinceNanos() && disk != null && disk.bytes() > 0;
  }

  private boolean matches(TraceQuery query, StoredTrace trace, String service) {
    if (!query.mayMatch(trace)) {
      return false;
    }
    List<SpanCopy> spans = spans(trace);
    return !spans.isEmpty()
        && query.matches(trace, Summary.of(new TraceTree(spans).root().span, service), spans);
  }

  @Nullable StoredTrace find(long high, long low) {
    StoredTrace found = memory == null ? null : memory.find(high, low);
    return found == null && disk != null ? disk.find(high, low) : found;
  }

  /** The spans of a trace; none if its file has gone meanwhile. */
  List<SpanCopy> spans(StoredTrace trace) {
    if (trace.place != null) {
      return disk == null ? List.of() : disk.spans(trace);
    }
    return memory == null ? List.of() : memory.spans(trace);
  }
}
