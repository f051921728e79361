// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.export.TraceAssembly;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finished traces within a budget of bytes: all that have failed, the slowest of each route, a fair
 * sample of the rest.
 *
 * <pre>
 * decided trace ─► route ─┬► failed            ─┐
 *                         ├► among the slowest ─┼► bytes ─► over the budget: the oldest of the
 *                         └► drawn             ─┘           route that has most goes
 * </pre>
 *
 * Where the budget is short, failed traces have half of it, and the others a quarter each; within
 * its part the route with most gives way, so that a flood of one leaves the others theirs.
 * Thread-safe; one thread decides.
 */
final class TraceStore implements TraceAssembly.Decider {
  private static final int MAX_ROUTES = 500;
  private static final String OTHER = "other";
  private static final int MAX_SPANS = 2_000;

  /** Failed traces that are kept in a second; the store would else work as hard as what fails. */
  private static final int MAX_FAILED = 100;

  private static final long SECOND = 1_000_000_000L;

  /** After its end, spans of other threads may still come. */
  private static final long LATE_NANOS = 10 * SECOND;

  /** What waits for the disk after it had to go may have this part of the budget, beside it. */
  private static final int OUT_PART = 8;

  /** A trace's id as a key; one is changed to look for another trace, the others stay. */
  private static final class Id {
    private long high;
    private long low;

    Id with(long newHigh, long newLow) {
      high = newHigh;
      low = newLow;
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id id && id.high == high && id.low == low;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(31 * high + low);
    }
  }

  /** What the store has done, ever growing; and what it holds. */
  record Account(long seen, long[] kept, long evicted, long refused, long bytes, long[] held) {}

  private final long maxBytes;
  private final RandomGenerator random;
  private final LongSupplier clock;
  private final Words words = new Words();
  private final SpanCodec codec = new SpanCodec(words);
  private final Map<Id, StoredTrace> byId = new HashMap<>();
  private final Id sought = new Id();
  private final Map<String, RouteTraces> routes = new HashMap<>();
  private final long[] kept = new long[Kept.values().length];
  private long bytes;
  private long seen;
  private long evicted;
  private long refused;
  private long failedSecond;
  private int failedInSecond;
  private boolean keepsEvicted;
  private final List<StoredTrace> out = new ArrayList<>();
  private long outBytes;

  /**
   * @param maxBytes of heap, about
   * @param clock nanoseconds since the epoch
   */
  TraceStore(long maxBytes, RandomGenerator random, LongSupplier clock) {
    this.maxBytes = maxBytes;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public synchronized boolean decide(
      @Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
    FinishedSpan first = root == null ? first(spans) : root;
    StoredTrace known = byId.get(sought.with(first.traceIdHigh(), first.traceIdLow()));
    if (known != null) {
      append(known, spans, failed);
      return true;
    }
    if (root == null && !failed) {
      return false; // of no use without its beginning
    }
    seen++;
    long now = clock.getAsLong();
    String name = first.name();
    RouteTraces route = route(name);
    if (failed) {
      if (!admitsFailed(now)) {
        refused++;
        return false;
      }
      StoredTrace trace = new StoredTrace(first, name);
      trace.failed = true;
      store(trace, spans, route);
      return true;
    }
    int place = route.draw(now, random);
    boolean slow = route.isSlow(first.endEpochNanos() - first.startEpochNanos());
    if (place < 0 && !slow) {
      return false;
    }
    StoredTrace trace = new StoredTrace(first, name);
    if (place >= 0) {
      replace(route, trace, place);
    }
    if (slow) {
      displace(route, trace);
    }
    store(trace, spans, route);
    return true;
  }

  private static FinishedSpan first(List<FinishedSpan> spans) {
    FinishedSpan first = spans.get(0);
    for (FinishedSpan span : spans) {
      if (span.startEpochNanos() < first.startEpochNanos()) {
        first = span;
      }
    }
    return first;
  }

  private boolean admitsFailed(long now) {
    long second = now / SECOND;
    if (second != failedSecond) {
      failedSecond = second;
      failedInSecond = 0;
    }
    return ++failedInSecond <= MAX_FAILED;
  }

  private RouteTraces route(String name) {
    RouteTraces known = routes.get(name);
    if (known == null) {
      if (routes.size() >= MAX_ROUTES) {
        routes.values().removeIf(RouteTraces::isEmpty);
      }
      String key = routes.size() >= MAX_ROUTES ? OTHER : name;
      known = routes.computeIfAbsent(key, RouteTraces::new);
    }
    return known;
  }

  private void replace(RouteTraces route, StoredTrace trace, int place) {
    StoredTrace before = route.atPlace(place);
    if (before != null) {
      restand(route, before, () -> before.sampled = false);
    }
    route.sample(trace, place);
  }

  private void displace(RouteTraces route, StoredTrace trace) {
    StoredTrace least = route.leastSlow();
    if (least != null) {
      restand(route, least, () -> least.slow = false);
    }
    route.slow(trace);
  }

  /** Changes why a trace is kept, and lets it go if it is for nothing any more. */
  private void restand(RouteTraces route, StoredTrace trace, Runnable change) {
    boolean held = route.remove(trace);
    change.run();
    if (!held) {
      return;
    }
    if (trace.isWanted()) {
      route.add(trace);
    } else {
      byId.remove(sought.with(trace.high, trace.low));
      bytes -= trace.bytes;
    }
  }

  private void store(StoredTrace trace, List<FinishedSpan> spans, RouteTraces route) {
    List<FinishedSpan> within = spans.subList(0, Math.min(MAX_SPANS, spans.size()));
    trace.route = route;
    trace.add(codec.write(within), within.size());
    byId.put(new Id().with(trace.high, trace.low), trace);
    route.add(trace);
    bytes += trace.bytes;
    kept[trace.kept().ordinal()]++;
    evict();
  }

  @Override
  public synchronized void late(FinishedSpan span) {
    StoredTrace trace = byId.get(sought.with(span.traceIdHigh(), span.traceIdLow()));
    if (trace != null) {
      append(trace, List.of(span), span.statusCode() == StatusCode.ERROR);
    }
  }

  private void append(StoredTrace trace, List<FinishedSpan> spans, boolean failed) {
    int room = Math.min(MAX_SPANS - trace.spans, spans.size());
    RouteTraces route = trace.route;
    if (room <= 0 || route == null) {
      return;
    }
    route.remove(trace);
    bytes -= trace.bytes;
    trace.add(codec.write(spans.subList(0, room)), room);
    trace.failed |= failed;
    trace.onDisk = false;
    bytes += trace.bytes;
    route.add(trace);
    evict();
  }

  private void evict() {
    while (bytes + words.bytes() > maxBytes && !byId.isEmpty()) {
      Kept over = Kept.ERROR;
      double most = -1;
      for (Kept reason : Kept.values()) {
        long held = routes.values().stream().mapToLong(route -> route.bytes(reason)).sum();
        if (held / reason.share > most) {
          most = held / reason.share;
          over = reason;
        }
      }
      evictOldest(over);
    }
  }

  private void evictOldest(Kept reason) {
    RouteTraces largest =
        routes.values().stream()
            .max(Comparator.comparingLong(route -> route.bytes(reason)))
            .orElseThrow();
    StoredTrace oldest = largest.oldest(reason);
    largest.remove(oldest);
    largest.forget(oldest);
    byId.remove(sought.with(oldest.high, oldest.low));
    bytes -= oldest.bytes;
    evicted++;
    if (keepsEvicted && !oldest.onDisk && outBytes + oldest.bytes <= maxBytes / OUT_PART) {
      out.add(oldest);
      outBytes += oldest.bytes;
    }
  }

  /** Whether traces go to {@link #unwritten} before they are let go. */
  synchronized void keepEvicted() {
    keepsEvicted = true;
  }

  /**
   * What no file has yet and will hardly change: failed traces some seconds after their end, others
   * after the ten minutes in which they may give way, and what had to go from here.
   *
   * @param all also what may change
   */
  synchronized List<StoredTrace> unwritten(long nowNanos, boolean all) {
    List<StoredTrace> unwritten = new ArrayList<>(out);
    for (StoredTrace trace : byId.values()) {
      long end = trace.startNanos + trace.durationNanos;
      boolean settled =
          trace.failed
              ? nowNanos - end > LATE_NANOS
              : nowNanos / RouteTraces.WINDOW_NANOS != end / RouteTraces.WINDOW_NANOS;
      if (!trace.onDisk && (all || settled)) {
        unwritten.add(trace);
      }
    }
    unwritten.sort(Comparator.comparingLong(trace -> trace.startNanos));
    return unwritten;
  }

  /** A file has these by now. */
  synchronized void wrote(List<StoredTrace> traces) {
    for (StoredTrace trace : traces) {
      trace.onDisk = true;
    }
    out.removeIf(trace -> trace.onDisk);
    outBytes = out.stream().mapToLong(trace -> trace.bytes).sum();
  }

  /** All traces, those that began last first. */
  synchronized List<StoredTrace> newestFirst() {
    List<StoredTrace> all = new ArrayList<>(byId.values());
    all.sort(Comparator.comparingLong((StoredTrace trace) -> -trace.startNanos));
    return all;
  }

  synchronized @Nullable StoredTrace find(long high, long low) {
    return byId.get(sought.with(high, low));
  }

  /** The spans of a trace, as they came. */
  List<SpanCopy> spans(StoredTrace trace) {
    List<byte[]> chunks;
    synchronized (this) {
      chunks = List.copyOf(trace.chunks);
    }
    List<SpanCopy> spans = new ArrayList<>();
    for (byte[] chunk : chunks) {
      codec.read(chunk, trace.high, trace.low, spans);
    }
    return spans;
  }

  synchronized Account account() {
    long[] held = new long[Kept.values().length];
    for (Kept reason : Kept.values()) {
      held[reason.ordinal()] = routes.values().stream().mapToInt(r -> r.count(reason)).sum();
    }
    return new Account(seen, kept.clone(), evicted, refused, bytes + words.bytes(), held);
  }
}
