// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.insight.traces.TraceTree.Segment;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceTreeTest {
  private static final int TRACES = 20_000;

  private static SpanCopy span(long id, long parent, long start, long end) {
    return Spans.span(1, id, parent, SpanKind.INTERNAL, start, end);
  }

  private static List<String> path(TraceTree tree) {
    List<String> path = new ArrayList<>();
    for (Segment segment : tree.criticalPath) {
      Node node = segment.node();
      path.add(
          (node == null ? "-" : node.span.spanId()) + ":" + segment.start() + "-" + segment.end());
    }
    return path;
  }

  private static long self(TraceTree tree, long id) {
    return tree.nodes.stream().filter(node -> node.span.spanId() == id).findFirst().get().self;
  }

  @Test
  void theCriticalPathFollowsTheChildThatEndsLast() {
    TraceTree tree =
        new TraceTree(
            List.of(
                span(1, 0, 0, 100), span(2, 1, 10, 40), span(3, 1, 20, 70), span(4, 3, 30, 60)));

    assertThat(path(tree)).containsExactly("1:0-20", "3:20-30", "4:30-60", "3:60-70", "1:70-100");
    assertThat(self(tree, 1)).isEqualTo(40);
    assertThat(self(tree, 3)).isEqualTo(20);
  }

  @Test
  void aChildThatOutlivesItsParentCountsUntilTheParentsEnd() {
    TraceTree tree =
        new TraceTree(List.of(span(1, 0, 0, 100), span(2, 1, 50, 500), span(3, 1, 200, 300)));

    assertThat(path(tree)).containsExactly("1:0-50", "2:50-100");
    assertThat(tree.end).isEqualTo(100);
    assertThat(tree.nodes).extracting(Node::type).containsExactly("local", "async", "async");
  }

  @Test
  void betweenTheRequestsOfOneTraceItWaits() {
    TraceTree tree = new TraceTree(List.of(span(1, 9, 0, 30), span(2, 9, 50, 90)));

    assertThat(path(tree)).containsExactly("1:0-30", "-:30-50", "2:50-90");
    assertThat(tree.nanos(Category.WAITING)).isEqualTo(20);
    assertThat(tree.nanos(Category.OWN)).isEqualTo(70);
  }

  @Test
  void spansThatAreEachOthersParentsAreCutApart() {
    TraceTree tree =
        new TraceTree(
            List.of(span(1, 2, 0, 10), span(2, 1, 2, 8), span(3, 3, 4, 5), span(3, 1, 6, 7)));

    assertThat(tree.nodes).hasSize(4);
    assertThat(tree.end - tree.start).isEqualTo(10);
  }

  @Test
  void timeGoesToWhatItIsSpentOn() {
    TraceTree tree =
        new TraceTree(
            List.of(
                Spans.span(1, 1, 0, SpanKind.SERVER, 0, 100),
                client(2, 1, 0, 10, Map.of("db.system.name", "postgresql")),
                client(3, 1, 10, 30, Map.of("db.system.name", "redis")),
                client(4, 1, 30, 60, Map.of("gen_ai.provider.name", "openai")),
                client(5, 4, 35, 55, Map.of("url.full", "https://api.example/")),
                client(6, 1, 60, 65, Map.of("url.full", "http://stock/")),
                Spans.span(
                    1,
                    7,
                    1,
                    SpanKind.PRODUCER,
                    65,
                    72,
                    "send",
                    Map.of("messaging.system", "kafka"))));

    assertThat(tree.nanos(Category.DB)).isEqualTo(10);
    assertThat(tree.nanos(Category.REDIS)).isEqualTo(20);
    assertThat(tree.nanos(Category.AI)).isEqualTo(30);
    assertThat(tree.nanos(Category.HTTP)).isEqualTo(5);
    assertThat(tree.nanos(Category.MESSAGING)).isEqualTo(7);
    assertThat(tree.nanos(Category.OWN)).isEqualTo(28);
  }

  private static SpanCopy client(
      long id, long parent, long start, long end, Map<String, ?> attributes) {
    return Spans.span(1, id, parent, SpanKind.CLIENT, start, end, "call", attributes);
  }

  /** Random trees against a clock that ticks: what is slow and plain is right. */
  @Test
  void selfTimesAndCriticalPathsAreThoseOfAClockThatTicks() {
    for (int seed = 0; seed < TRACES; seed++) {
      List<SpanCopy> spans = trace(new Random(seed));
      TraceTree tree = new TraceTree(spans);

      assertThat(owners(tree)).as("seed %d: %s", seed, spans).isEqualTo(Ticks.owners(tree));
      for (Node node : tree.nodes) {
        assertThat(node.self).as("seed %d: %s", seed, spans).isEqualTo(Ticks.self(node));
      }
      long sum = Arrays.stream(Category.values()).mapToLong(tree::nanos).sum();
      assertThat(sum).as("seed %d", seed).isEqualTo(tree.end - tree.start);
    }
  }

  private static List<SpanCopy> trace(Random random) {
    int count = 1 + random.nextInt(9);
    List<SpanCopy> spans = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      long start = random.nextInt(30);
      boolean top = id == 1 || random.nextInt(12) == 0;
      // Different ends: of two that end at once either may be the one that was waited for.
      long end = start + random.nextInt(20);
      spans.add(span(id, top ? 0 : 1 + random.nextInt(id - 1), start, end));
    }
    return spans;
  }

  private static List<@Nullable Node> owners(TraceTree tree) {
    List<@Nullable Node> owners = new ArrayList<>();
    for (Segment segment : tree.criticalPath) {
      for (long tick = segment.start(); tick < segment.end(); tick++) {
        owners.add(segment.node());
      }
    }
    return owners;
  }

  /** Goes back from the end, tick by tick, with a stack of the spans that are waited for. */
  private static final class Ticks {
    private record Waited(@Nullable Node node, long from, long to) {}

    static List<@Nullable Node> owners(TraceTree tree) {
      Node only = tree.tops.size() == 1 ? tree.tops.get(0) : null;
      Deque<Waited> stack = new ArrayDeque<>(List.of(new Waited(only, tree.start, tree.end)));
      List<@Nullable Node> backwards = new ArrayList<>();
      for (long tick = tree.end - 1; tick >= tree.start; tick--) {
        while (stack.peek().from() > tick) {
          stack.pop();
        }
        for (Waited next = endingAfter(tick, stack.peek(), tree);
            next != null;
            next = endingAfter(tick, stack.peek(), tree)) {
          stack.push(next);
        }
        backwards.add(stack.peek().node());
      }
      java.util.Collections.reverse(backwards);
      return backwards;
    }

    /** The child that ends with a tick, of several the one that took longest. */
    private static @Nullable Waited endingAfter(long tick, Waited parent, TraceTree tree) {
      Node node = parent.node();
      List<Node> children = node == null ? tree.tops : node.children;
      return children.stream()
          .map(
              child ->
                  new Waited(
                      child,
                      Math.max(child.start, parent.from()),
                      Math.min(child.end, parent.to())))
          .filter(child -> child.to() == tick + 1 && child.from() < child.to())
          .min(
              Comparator.comparingLong((Waited child) -> child.node().start)
                  .thenComparing(child -> -children.indexOf(child.node())))
          .orElse(null);
    }

    static long self(Node node) {
      long self = 0;
      for (long tick = node.start; tick < node.end; tick++) {
        long now = tick;
        if (node.children.stream().noneMatch(child -> child.start <= now && now < child.end)) {
          self++;
        }
      }
      return self;
    }
  }
}
