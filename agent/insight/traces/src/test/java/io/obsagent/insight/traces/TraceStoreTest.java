// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final long MILLI = 1_000_000;

  private long now = 1_000 * RouteTraces.WINDOW_NANOS;
  private final TraceStore store = store(24 << 20);
  private long next;

  private TraceStore store(long bytes) {
    return new TraceStore(bytes, new Random(1), () -> now);
  }

  private SpanCopy root(String name, long nanos) {
    return Spans.span(++next, next, 0, SpanKind.SERVER, now, now + nanos, name, Map.of());
  }

  private static boolean offer(TraceStore store, SpanCopy root, boolean failed) {
    List<FinishedSpan> spans = List.of(failed ? Spans.failed(root, "boom") : root);
    return store.decide(spans.get(0), spans, failed);
  }

  private static boolean holds(TraceStore store, SpanCopy root) {
    return store.find(root.traceIdHigh(), root.traceIdLow()) != null;
  }

  @Test
  void allThatFailAreKept() {
    List<SpanCopy> failed = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      now += 20 * MILLI;
      offer(store, root("GET /a", MILLI), false);
      SpanCopy bad = root("GET /a", MILLI);
      failed.add(bad);
      assertThat(offer(store, bad, true)).isTrue();
    }

    assertThat(failed).allMatch(root -> holds(store, root));
    assertThat(store.account().held()[Kept.ERROR.ordinal()]).isEqualTo(1_000);
  }

  @Test
  void aFloodOfFailuresIsCutToAHundredASecond() {
    for (int i = 0; i < 5_000; i++) {
      offer(store, root("GET /a", MILLI), true);
    }

    assertThat(store.account().held()[Kept.ERROR.ordinal()]).isEqualTo(100);
    assertThat(store.account().refused()).isEqualTo(4_900);
  }

  @Test
  void theSlowestOfEachRouteAreKept() {
    List<SpanCopy> all = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      SpanCopy root = root(i % 2 == 0 ? "GET /a" : "GET /b", 1 + random.nextInt(1_000_000));
      all.add(root);
      offer(store, root, false);
    }

    for (String route : List.of("GET /a", "GET /b")) {
      List<SpanCopy> slowest =
          all.stream()
              .filter(root -> root.name().equals(route))
              .sorted((a, b) -> Long.compare(b.endEpochNanos(), a.endEpochNanos()))
              .limit(RouteTraces.SLOWEST)
              .toList();
      assertThat(slowest).allMatch(root -> holds(store, root));
    }
    assertThat(store.newestFirst()).hasSizeBetween(60 - 20, 60);
  }

  /** Each of the places in a row of 200 comes up about as often as any other. */
  @Test
  void theSampleIsFair() {
    int[] drawn = new int[200];
    RandomGenerator random = new Random(5);
    for (int round = 0; round < 1_000; round++) {
      TraceStore fresh = new TraceStore(24 << 20, random, () -> now);
      List<SpanCopy> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        offer(fresh, root("GET /a", 1_000), false); // the slowest
      }
      for (int i = 0; i < drawn.length; i++) {
        SpanCopy root = root("GET /a", 1);
        all.add(root);
        offer(fresh, root, false);
      }
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] += holds(fresh, all.get(i)) ? 1 : 0;
      }
    }

    // 1,000 times 20 of 210: 95 on average, with a standard deviation of 9.
    assertThat(Arrays.stream(drawn).boxed()).allMatch(count -> count > 50 && count < 145);
  }

  @Test
  void theNextTenMinutesHaveASampleOfTheirOwn() {
    SpanCopy before = root("GET /a", MILLI);
    offer(store, before, false);
    now += 11 * MINUTE;
    for (int i = 0; i < 1_000; i++) {
      offer(store, root("GET /a", MILLI), false);
    }

    assertThat(holds(store, before)).isTrue();
  }

  @Test
  void theBudgetIsKeptAndAFloodLeavesOthersTheirs() {
    TraceStore small = store(1 << 20);
    SpanCopy slow = root("GET /slow", 5_000 * MILLI);
    SpanCopy other = root("GET /other", MILLI);
    offer(small, slow, false);
    offer(small, other, true);
    for (int i = 0; i < 20_000; i++) {
      now += 20 * MILLI;
      offer(small, root("GET /flood", MILLI), true);
      assertThat(small.account().bytes()).isLessThanOrEqualTo(1 << 20);
    }

    assertThat(holds(small, slow)).isTrue();
    assertThat(holds(small, other)).isTrue();
    assertThat(small.account().evicted()).isGreaterThan(10_000);
    assertThat(small.newestFirst()).hasSizeGreaterThan(500);
  }

  @Test
  void lateSpansFollowAndOneThatFailedMakesTheTraceAFailedOne() {
    SpanCopy root = root("GET /a", MILLI);
    offer(store, root, false);
    SpanCopy late =
        Spans.span(
            root.traceIdLow(),
            77,
            root.spanId(),
            SpanKind.INTERNAL,
            now,
            now + 9,
            "later",
            Map.of());
    store.late(late);
    StoredTrace trace = store.find(root.traceIdHigh(), root.traceIdLow());
    assertThat(store.spans(trace)).containsExactly(root, late);
    assertThat(trace.kept()).isEqualTo(Kept.SLOW);

    store.late(Spans.failed(late, "boom"));

    assertThat(trace.kept()).isEqualTo(Kept.ERROR);
    assertThat(store.account().held()).containsExactly(1, 0, 0);
  }

  @Test
  void routesAreBounded() {
    for (int i = 0; i < 5_000; i++) {
      offer(store, root("GET /" + i, MILLI), false);
    }

    assertThat(store.newestFirst()).hasSizeLessThan(600);
  }
}
