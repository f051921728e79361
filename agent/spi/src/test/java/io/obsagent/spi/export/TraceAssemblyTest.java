// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceAssemblyTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> decided = new ArrayList<>();
  private final List<Long> late = new ArrayList<>();
  private boolean keep = true;

  private final TraceAssembly assembly = assembly(100, 1_000_000);

  private TraceAssembly assembly(int traces, long bytes) {
    return new TraceAssembly(
        traces,
        bytes,
        new TraceAssembly.Decider() {
          @Override
          public boolean decide(
              @Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
            List<Long> ids = spans.stream().map(FinishedSpan::spanId).toList();
            decided.add((root == null ? "-" : root.spanId()) + " of " + ids + (failed ? "!" : ""));
            return keep;
          }

          @Override
          public void late(FinishedSpan span) {
            late.add(span.spanId());
          }
        });
  }

  private static SpanCopy span(
      long trace, long id, long parent, boolean remote, StatusCode status) {
    return new SpanCopy(
        SpanContext.getInvalid(),
        1,
        trace,
        id,
        parent,
        remote,
        "GET /",
        remote ? SpanKind.SERVER : SpanKind.INTERNAL,
        100 - id,
        200,
        status,
        "",
        Map.of(),
        List.of(),
        List.of(),
        "test",
        0);
  }

  private static SpanCopy span(long trace, long id, long parent) {
    return span(trace, id, parent, false, StatusCode.UNSET);
  }

  private static SpanCopy entry(long trace, long id, long parent) {
    return span(trace, id, parent, true, StatusCode.UNSET);
  }

  @Test
  void aTraceIsDecidedWhenItsRootHasEnded() {
    assembly.add(span(1, 2, 1), 0);
    assembly.add(span(2, 9, 8), 0);
    assembly.settle(0);
    assertThat(decided).isEmpty();

    assembly.add(span(1, 1, 0), 1);
    assembly.add(span(1, 3, 1), 1);
    assembly.settle(1);

    assertThat(decided).containsExactly("1 of [2, 1, 3]");
    assertThat(assembly.size()).isEqualTo(1);
  }

  @Test
  void whatComesFromOutsideWaitsForACallerInThisProcess() {
    assembly.add(entry(1, 3, 2), 0);
    assembly.settle(SECOND / 2);
    assembly.add(span(1, 2, 1), SECOND / 2);
    assembly.add(entry(1, 5, 4), SECOND / 2);
    assertThat(decided).isEmpty();

    assembly.settle(SECOND);

    assertThat(decided).containsExactly("5 of [3, 2, 5]");
  }

  @Test
  void lateSpansFollowTheDecision() {
    assembly.add(span(1, 1, 0), 0);
    assembly.settle(0);
    assembly.add(span(1, 2, 1), 1);
    assertThat(late).containsExactly(2L);

    keep = false;
    assembly.add(span(2, 1, 0), 0);
    assembly.settle(0);
    assembly.add(span(2, 2, 1), 1);
    assembly.settle(10 * SECOND);

    assertThat(decided).hasSize(2);
    assertThat(assembly.size()).isZero();
    assertThat(assembly.bytes()).isZero();
  }

  @Test
  void anotherRequestOfATraceThatWasLetGoIsDecidedAnew() {
    keep = false;
    assembly.add(entry(1, 2, 1), 0);
    assembly.settle(SECOND);
    assembly.add(span(1, 9, 8), 2 * SECOND);
    assembly.add(span(1, 8, 7, true, StatusCode.ERROR), 2 * SECOND);
    assembly.settle(3 * SECOND);

    assertThat(decided).containsExactly("2 of [2]", "8 of [9, 8]!");
  }

  @Test
  void whatWaitsLongHoldsNothingOfTheApplicationAndIsDecidedInTheEnd() {
    SpanCopy original = span(1, 2, 1);
    FinishedSpan holding = new Holding(original);
    List<FinishedSpan> given = new ArrayList<>();
    TraceAssembly own =
        new TraceAssembly(
            10,
            1_000_000,
            new TraceAssembly.Decider() {
              @Override
              public boolean decide(
                  @Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
                given.addAll(spans);
                return false;
              }

              @Override
              public void late(FinishedSpan span) {}
            });
    own.add(holding, 0);
    own.settle(6 * SECOND);
    assertThat(given).isEmpty();
    own.settle(700 * SECOND);

    assertThat(given).hasSize(1).first().isInstanceOf(SpanCopy.class).isNotSameAs(original);
    assertThat(own.bytes()).isZero();
  }

  @Test
  void theOldestIsDecidedWhereThereIsNoRoom() {
    TraceAssembly small = assembly(3, 1_000_000);
    for (int trace = 1; trace <= 5; trace++) {
      small.add(span(trace, 10 + trace, 9), 0);
    }
    assertThat(decided).containsExactly("- of [11]", "- of [12]");

    TraceAssembly narrow = assembly(100, 2_000);
    decided.clear();
    for (int id = 1; id <= 10; id++) {
      narrow.add(span(7, id + 1, 1), 0);
    }
    assertThat(narrow.bytes()).isLessThanOrEqualTo(2_000);
    assertThat(decided).isNotEmpty();
  }

  @Test
  void aThousandTracesAtOnceAreKeptApart() {
    TraceAssembly wide = assembly(10_000, 100_000_000);
    for (int id = 5; id > 1; id--) {
      for (int trace = 0; trace < 1_000; trace++) {
        wide.add(span(trace, id, 1), 0);
      }
    }
    for (int trace = 0; trace < 1_000; trace++) {
      wide.add(span(trace, 1, 0), 0);
    }
    wide.settle(0);

    assertThat(decided).hasSize(1_000).containsOnly("1 of [5, 4, 3, 2, 1]");
    assertThat(wide.size()).isZero();
  }

  @Test
  void whatWaitsInAQueueIsNotUsedForAnotherTrace() {
    TraceAssembly narrow = assembly(1, 1_000_000);
    narrow.add(entry(1, 2, 1), 0);
    narrow.add(entry(2, 4, 3), SECOND / 2);
    narrow.add(span(2, 5, 4), SECOND / 2);
    assertThat(decided).containsExactly("2 of [2]");
    narrow.settle(SECOND);
    assertThat(decided).hasSize(1);

    narrow.settle(3 * SECOND / 2);
    narrow.add(span(3, 7, 0), 2 * SECOND);
    narrow.settle(2 * SECOND);

    assertThat(decided).containsExactly("2 of [2]", "4 of [4, 5]", "7 of [7]");
    assertThat(narrow.size()).isZero();
    assertThat(narrow.bytes()).isZero();
  }

  @Test
  void aTraceThatIsDecidedAllocatesNothing() {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int trace = 1; trace <= 100; trace++) {
      spans.add(span(trace, 2, 1));
      spans.add(span(trace, 1, 0));
    }
    TraceAssembly own = new TraceAssembly(1_000, 1_000_000, new Ignoring());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int turn = 0; turn < 20; turn++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < spans.size(); i++) {
        own.add(spans.get(i), 0);
      }
      own.settle(0);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(1_000); // of a hundred traces
  }

  private static final class Ignoring implements TraceAssembly.Decider {
    @Override
    public boolean decide(@Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
      return false;
    }

    @Override
    public void late(FinishedSpan span) {}
  }

  /** A span that is not a copy. */
  private record Holding(SpanCopy span) implements FinishedSpan {
    @Override
    public SpanContext context() {
      return span.context();
    }

    @Override
    public long traceIdHigh() {
      return span.traceIdHigh();
    }

    @Override
    public long traceIdLow() {
      return span.traceIdLow();
    }

    @Override
    public long spanId() {
      return span.spanId();
    }

    @Override
    public long parentSpanId() {
      return span.parentSpanId();
    }

    @Override
    public boolean isParentRemote() {
      return span.isParentRemote();
    }

    @Override
    public String name() {
      return span.name();
    }

    @Override
    public SpanKind kind() {
      return span.kind();
    }

    @Override
    public long startEpochNanos() {
      return span.startEpochNanos();
    }

    @Override
    public long endEpochNanos() {
      return span.endEpochNanos();
    }

    @Override
    public StatusCode statusCode() {
      return span.statusCode();
    }

    @Override
    public String statusDescription() {
      return span.statusDescription();
    }

    @Override
    public void forEachAttribute(
        java.util.function.BiConsumer<io.opentelemetry.api.common.AttributeKey<?>, Object>
            consumer) {}

    @Override
    public int attributeCount() {
      return 0;
    }

    @Override
    public List<Event> events() {
      return List.of();
    }

    @Override
    public List<SpanContext> links() {
      return List.of();
    }

    @Override
    public String scope() {
      return span.scope();
    }

    @Override
    public int droppedAttributes() {
      return 0;
    }
  }
}
