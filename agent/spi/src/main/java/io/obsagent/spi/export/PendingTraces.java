// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import org.jspecify.annotations.Nullable;

/**
 * Traces that are not decided yet, by their ids and by their age. The objects are linked with each
 * other and used again, so that nothing is allocated for one more trace. For one thread.
 */
final class PendingTraces {
  /** As many as a batch of spans can bring. */
  private static final int MOST_SPARE = 512;

  private @Nullable PendingTrace[] buckets = new PendingTrace[64];
  private @Nullable PendingTrace oldest;
  private @Nullable PendingTrace youngest;
  private int size;

  /** Linked by {@link PendingTrace#younger}. */
  private @Nullable PendingTrace spare;

  private int spares;

  /** Of a trace's id; the upper bits are the best. */
  static int hash(long high, long low) {
    return Long.hashCode(31 * high + low) * 0x9E3779B9;
  }

  int size() {
    return size;
  }

  @Nullable PendingTrace oldest() {
    return oldest;
  }

  @Nullable PendingTrace find(long high, long low) {
    PendingTrace trace = buckets[bucket(high, low)];
    while (trace != null && (trace.high != high || trace.low != low)) {
      trace = trace.nextInBucket;
    }
    return trace;
  }

  /** Adds a trace that is not there yet. */
  PendingTrace begin(long high, long low, long nanoTime) {
    if (size == buckets.length) {
      grow();
    }
    PendingTrace trace = take();
    trace.high = high;
    trace.low = low;
    trace.since = nanoTime;
    trace.decided = false;
    putInBucket(trace);
    trace.older = youngest;
    if (youngest == null) {
      oldest = trace;
    } else {
      youngest.younger = trace;
    }
    youngest = trace;
    size++;
    return trace;
  }

  /** Takes out a trace, which is decided with that, and lets go of its spans. */
  void end(PendingTrace trace) {
    int bucket = bucket(trace.high, trace.low);
    PendingTrace before = buckets[bucket];
    if (before == trace) {
      buckets[bucket] = trace.nextInBucket;
    } else {
      while (before != null && before.nextInBucket != trace) {
        before = before.nextInBucket;
      }
      if (before != null) {
        before.nextInBucket = trace.nextInBucket;
      }
    }
    PendingTrace older = trace.older;
    PendingTrace younger = trace.younger;
    if (older == null) {
      oldest = younger;
    } else {
      older.younger = younger;
    }
    if (younger == null) {
      youngest = older;
    } else {
      younger.older = older;
    }
    trace.nextInBucket = null;
    trace.older = null;
    trace.younger = null;
    trace.decided = true;
    trace.clear();
    size--;
    release(trace);
  }

  /** Lets a decided trace be used again, unless a queue still has it. */
  void release(PendingTrace trace) {
    if (trace.queued == 0 && spares < MOST_SPARE) {
      trace.younger = spare;
      spare = trace;
      spares++;
    }
  }

  private PendingTrace take() {
    PendingTrace trace = spare;
    if (trace == null) {
      return new PendingTrace();
    }
    spare = trace.younger;
    trace.younger = null;
    spares--;
    return trace;
  }

  private void putInBucket(PendingTrace trace) {
    int bucket = bucket(trace.high, trace.low);
    trace.nextInBucket = buckets[bucket];
    buckets[bucket] = trace;
  }

  private void grow() {
    buckets = new PendingTrace[buckets.length * 2];
    for (PendingTrace trace = oldest; trace != null; trace = trace.younger) {
      putInBucket(trace);
    }
  }

  private int bucket(long high, long low) {
    return hash(high, low) >>> Integer.numberOfLeadingZeros(buckets.length - 1);
  }
}
