// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the finished spans of each trace together until it can be decided whether to keep it.
 *
 * <pre>
 * spans, children first ─► pending trace ─► local root has ended ─► decision ─► late spans follow it
 * </pre>
 *
 * A trace that began here is decided when its root has ended, at the end of the batch. One that
 * came from outside is decided a second later: who called may be this process itself, whose own
 * root is then still to come. Where a root runs for long its children wait, without a hold on
 * anything of the application's. Bounded in traces and in bytes: beyond it the oldest is decided
 * without its root. What has been decided makes room for what comes, so that nothing is allocated
 * for a trace. For one thread.
 */
public final class TraceAssembly {
  private static final long GRACE_NANOS = 1_000_000_000L;

  /** After it, spans in wait are copied, and those of a trace that was let go are forgotten. */
  private static final long BRIEF_NANOS = 5_000_000_000L;

  private static final long LONGEST_NANOS = 600_000_000_000L;
  private static final long SCAN_NANOS = 1_000_000_000L;

  /** What a span that has just ended holds, about. */
  private static final int SPAN_BYTES = 600;

  private static final int REMEMBERED = 8_192;
  private static final byte UNKNOWN = 0;
  private static final byte DROPPED = 1;
  private static final byte KEPT = 2;

  /** What is done with a trace. Called by whoever adds spans and settles. */
  public interface Decider {
    /**
     * Decides whether a trace is kept, and if so keeps it; once for each local root.
     *
     * @param root the local root; null where it has not ended and no more can be waited for
     * @param spans all that are known, in the order of their ends, the root included; the list is
     *     good for the call
     * @param failed whether one of them has
     * @return whether spans of the trace that come later are wanted, too
     */
    boolean decide(@Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed);

    /** One more span of a trace that was kept. */
    void late(FinishedSpan span);
  }

  private final int maxTraces;
  private final long maxBytes;
  private final Decider decider;
  private final PendingTraces pending = new PendingTraces();
  private final ArrayDeque<PendingTrace> ended = new ArrayDeque<>();
  private final ArrayDeque<PendingTrace> awaiting = new ArrayDeque<>();
  private final long[] rememberedHigh = new long[REMEMBERED];
  private final long[] rememberedLow = new long[REMEMBERED];
  private final byte[] decisions = new byte[REMEMBERED];
  private long bytes;
  private long lastScan;

  /**
   * @param maxTraces that are not decided yet, at most
   * @param maxBytes that their spans hold at most, about
   */
  public TraceAssembly(int maxTraces, long maxBytes, Decider decider) {
    this.maxTraces = maxTraces;
    this.maxBytes = maxBytes;
    this.decider = decider;
  }

  /** Traces that are not decided yet. */
  public int size() {
    return pending.size();
  }

  /** What the spans of these hold, about. */
  public long bytes() {
    return bytes;
  }

  /**
   * Adds a span.
   *
   * @param nanoTime now, as {@link System#nanoTime}
   */
  public void add(FinishedSpan span, long nanoTime) {
    long high = span.traceIdHigh();
    long low = span.traceIdLow();
    PendingTrace trace = pending.find(high, low);
    if (trace == null) {
      if (remembered(high, low) == KEPT) {
        decider.late(span);
        return;
      }
      trace = pending.begin(high, low, nanoTime);
    }
    trace.add(span, SPAN_BYTES);
    bytes += SPAN_BYTES;
    if (span.parentSpanId() == 0 || span.isParentRemote()) {
      rootEnded(trace, span, nanoTime);
    }
    while (pending.size() > maxTraces || bytes > maxBytes) {
      decideOldest();
    }
  }

  private void rootEnded(PendingTrace trace, FinishedSpan root, long nanoTime) {
    FinishedSpan known = trace.root;
    if (known == null || root.startEpochNanos() <= known.startEpochNanos()) {
      trace.root = root;
    }
    if (root.parentSpanId() == 0) {
      trace.queued++;
      ended.add(trace);
    } else if (known == null) {
      trace.due = nanoTime + GRACE_NANOS;
      trace.queued++;
      awaiting.add(trace);
    }
  }

  /** Decides what can be decided; after each batch, and now and then without one. */
  public void settle(long nanoTime) {
    while (!ended.isEmpty()) {
      decideQueued(ended.poll());
    }
    while (!awaiting.isEmpty() && awaiting.peek().due - nanoTime <= 0) {
      decideQueued(awaiting.poll());
    }
    if (nanoTime - lastScan >= SCAN_NANOS) {
      lastScan = nanoTime;
      scan(nanoTime);
    }
  }

  /** Decides all. */
  public void flush() {
    while (pending.size() > 0) {
      decideOldest();
    }
  }

  private void scan(long nanoTime) {
    List<PendingTrace> old = new ArrayList<>();
    PendingTrace younger;
    for (PendingTrace trace = pending.oldest(); trace != null; trace = younger) {
      younger = trace.younger;
      long age = nanoTime - trace.since;
      if (age < BRIEF_NANOS) {
        break; // the others are younger
      }
      if (trace.root == null && !trace.failed && remembered(trace.high, trace.low) == DROPPED) {
        bytes -= trace.bytes;
        pending.end(trace);
      } else if (age >= LONGEST_NANOS) {
        old.add(trace);
      } else {
        bytes += trace.copySpans();
      }
    }
    old.forEach(this::decide);
  }

  private void decideOldest() {
    PendingTrace oldest = pending.oldest();
    if (oldest != null) {
      decide(oldest);
    }
  }

  private void decideQueued(PendingTrace trace) {
    trace.queued--;
    if (trace.decided) {
      pending.release(trace);
    } else {
      decide(trace);
    }
  }

  private void decide(PendingTrace trace) {
    bytes -= trace.bytes;
    long high = trace.high;
    long low = trace.low;
    byte before = remembered(high, low);
    boolean keep = false;
    try {
      keep = decider.decide(trace.root, trace.spans, trace.failed);
    } finally {
      pending.end(trace);
      int slot = slot(high, low);
      rememberedHigh[slot] = high;
      rememberedLow[slot] = low;
      decisions[slot] = keep || before == KEPT ? KEPT : DROPPED;
    }
  }

  private byte remembered(long high, long low) {
    int slot = slot(high, low);
    return rememberedHigh[slot] == high && rememberedLow[slot] == low ? decisions[slot] : UNKNOWN;
  }

  private static int slot(long high, long low) {
    return PendingTraces.hash(high, low) >>> 19;
  }
}
