// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trace in the store: what searches look at, and its spans as bytes. Guarded by the store. */
final class StoredTrace {
  /** Of the objects around the bytes, about. */
  private static final int OVERHEAD = 320;

  final long high;
  final long low;

  /** Of the local root: {@code GET /items/{id}}. */
  final String name;

  final long startNanos;
  final long durationNanos;

  /** The spans, as they came: those that were there at the decision, and late ones. */
  final List<byte[]> chunks = new ArrayList<>(1);

  @Nullable RouteTraces route;
  boolean failed;
  boolean slow;
  boolean sampled;
  int spans;
  long bytes = OVERHEAD;

  /** Whether a file has all of it. */
  boolean onDisk;

  /** Where its spans are; null if they are here. */
  TraceBlock.@Nullable DiskPlace place;

  StoredTrace(FinishedSpan root, String name) {
    this(
        root.traceIdHigh(),
        root.traceIdLow(),
        name,
        root.startEpochNanos(),
        Math.max(0, root.endEpochNanos() - root.startEpochNanos()));
  }

  StoredTrace(long high, long low, String name, long startNanos, long durationNanos) {
    this.high = high;
    this.low = low;
    this.name = name;
    this.startNanos = startNanos;
    this.durationNanos = durationNanos;
  }

  /** Why it is kept. */
  Kept kept() {
    return failed ? Kept.ERROR : slow ? Kept.SLOW : Kept.SAMPLE;
  }

  boolean isWanted() {
    return failed || slow || sampled;
  }

  void add(byte[] chunk, int count) {
    chunks.add(chunk);
    spans += count;
    bytes += chunk.length + 24;
  }
}
