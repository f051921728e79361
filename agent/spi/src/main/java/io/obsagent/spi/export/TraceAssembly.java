// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * without its root. For one thread.
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
     * @param spans all that are known, in the order of their ends, the root included
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
  private final Map<Pending, Pending> pending = new LinkedHashMap<>();
  private final ArrayDeque<Pending> ended = new ArrayDeque<>();
  private final ArrayDeque<Pending> awaiting = new ArrayDeque<>();
  private final Pending probe = new Pending();
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
    probe.high = span.traceIdHigh();
    probe.low = span.traceIdLow();
    Pending trace = pending.get(probe);
    if (trace == null) {
      if (remembered(probe) == KEPT) {
        decider.late(span);
        return;
      }
      trace = new Pending();
      trace.high = probe.high;
      trace.low = probe.low;
      trace.since = nanoTime;
      pending.put(trace, trace);
    }
    trace.add(span, SPAN_BYTES);
    bytes += SPAN_BYTES;
    if (span.parentSpanId() == 0 || span.isParentRemote()) {
      rootEnded(trace, span, nanoTime);
    }
    while (pending.size() > maxTraces || bytes > maxBytes) {
      decide(pending.keySet().iterator().next());
    }
  }

  private void rootEnded(Pending trace, FinishedSpan root, long nanoTime) {
    FinishedSpan known = trace.root;
    if (known == null || root.startEpochNanos() <= known.startEpochNanos()) {
      trace.root = root;
    }
    if (root.parentSpanId() == 0) {
      ended.add(trace);
    } else if (known == null) {
      trace.due = nanoTime + GRACE_NANOS;
      awaiting.add(trace);
    }
  }

  /** Decides what can be decided; after each batch, and now and then without one. */
  public void settle(long nanoTime) {
    for (Pending trace = ended.poll(); trace != null; trace = ended.poll()) {
      decide(trace);
    }
    while (!awaiting.isEmpty() && awaiting.peek().due - nanoTime <= 0) {
      decide(awaiting.poll());
    }
    if (nanoTime - lastScan >= SCAN_NANOS) {
      lastScan = nanoTime;
      scan(nanoTime);
    }
  }

  /** Decides all. */
  public void flush() {
    while (!pending.isEmpty()) {
      decide(pending.keySet().iterator().next());
    }
  }

  private void scan(long nanoTime) {
    List<Pending> old = new ArrayList<>();
    for (Iterator<Pending> all = pending.keySet().iterator(); all.hasNext(); ) {
      Pending trace = all.next();
      long age = nanoTime - trace.since;
      if (age < BRIEF_NANOS) {
        break; // the others are younger
      }
      if (trace.root == null && !trace.failed && remembered(trace) == DROPPED) {
        all.remove();
        bytes -= trace.bytes;
        trace.decided = true;
      } else if (age >= LONGEST_NANOS) {
        old.add(trace);
      } else {
        bytes += trace.copySpans();
      }
    }
    old.forEach(this::decide);
  }

  private void decide(Pending trace) {
    if (trace.decided) {
      return;
    }
    trace.decided = true;
    pending.remove(trace);
    bytes -= trace.bytes;
    byte before = remembered(trace);
    boolean keep = false;
    try {
      keep = decider.decide(trace.root, trace.spans, trace.failed);
    } finally {
      int slot = slot(trace);
      rememberedHigh[slot] = trace.high;
      rememberedLow[slot] = trace.low;
      decisions[slot] = keep || before == KEPT ? KEPT : DROPPED;
    }
  }

  private byte remembered(Pending trace) {
    int slot = slot(trace);
    return rememberedHigh[slot] == trace.high && rememberedLow[slot] == trace.low
        ? decisions[slot]
        : UNKNOWN;
  }

  private static int slot(Pending trace) {
    return (trace.hashCode() * 0x9E3779B9) >>> 19;
  }

  /** Of one trace; a key by its id. */
  private static final class Pending {
    long high;
    long low;
    long since;
    long due;
    long bytes;
    boolean failed;
    boolean decided;
    @Nullable FinishedSpan root;
    final ArrayList<FinishedSpan> spans = new ArrayList<>(8);
    private int copied;

    void add(FinishedSpan span, int size) {
      spans.add(span);
      bytes += size;
      failed |= span.statusCode() == StatusCode.ERROR;
    }

    /** Lets go of what its spans hold, and answers by how much it has grown. */
    long copySpans() {
      long grown = 0;
      for (; copied < spans.size(); copied++) {
        FinishedSpan span = spans.get(copied);
        SpanCopy copy = SpanCopy.of(span);
        spans.set(copied, copy);
        root = root == span ? copy : root;
        grown += sizeOf(copy);
      }
      bytes += grown;
      return grown;
    }

    /** Beyond what each span counts for. */
    private static long sizeOf(SpanCopy copy) {
      long size = 64L * copy.attributes().size();
      for (Object value : copy.attributes().values()) {
        size += value instanceof String text ? text.length() : 0;
      }
      for (FinishedSpan.Event event : copy.events()) {
        for (Object value : event.attributes().asMap().values()) {
          size += 64 + (value instanceof String text ? text.length() : 0);
        }
      }
      return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pending trace && trace.high == high && trace.low == low;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(31 * high + low);
    }
  }
}
