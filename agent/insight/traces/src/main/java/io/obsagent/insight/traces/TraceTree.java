// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace as a tree, with the self time of each, the critical path and the time by
 * kind.
 *
 * <p>The critical path is what has to become faster for the whole to become faster: going back from
 * the end of a span, the child that ended last, then the one that ended last before that began, and
 * so on; what no child covers is the span's own. A child that outlives its parent counts until the
 * parent's end, one that begins later not at all: nobody has waited for it. The path covers the
 * trace from its first start to its last end without a gap, so the times by kind add up to just
 * that. See also <a href="https://www.jaegertracing.io/docs/2.0/">Jaeger</a>, whose pages show the
 * same. Immutable once made.
 */
final class TraceTree {
  /** A part of the critical path; {@code node} is null where nothing that is known of ran. */
  record Segment(@Nullable Node node, long start, long end) {}

  /** A span in its place. Times are nanoseconds since the epoch. */
  static final class Node {
    final FinishedSpan span;
    final long start;
    final long end;
    final List<Node> children = new ArrayList<>(2);
    @Nullable Node parent;
    long self;

    /** Of the span alone. */
    Category category;

    /** Of its time: a request over HTTP that a call of a model makes is the model's. */
    Category timeOf;

    private boolean reached;

    Node(FinishedSpan span) {
      this.span = span;
      this.start = span.startEpochNanos();
      this.end = Math.max(start, span.endEpochNanos());
      this.category = Category.of(span);
      this.timeOf = category;
    }

    boolean failed() {
      return span.statusCode() == StatusCode.ERROR;
    }

    /** The kinds of feature T6: how the span stands to its process. */
    String type() {
      SpanKind kind = span.kind();
      Node above = parent;
      if (kind == SpanKind.CONSUMER || above != null && end > above.end) {
        return "async";
      }
      return switch (kind) {
        case SERVER -> "entry";
        case CLIENT, PRODUCER -> "exit";
        default -> "local";
      };
    }
  }

  /** By start, parents before children. */
  final List<Node> nodes;

  /** Those without a parent here, by start. */
  final List<Node> tops = new ArrayList<>();

  final List<Segment> criticalPath = new ArrayList<>();
  final long start;
  final long end;
  final int errors;

  private final long[] byKind = new long[Category.values().length];

  /**
   * @param spans at least one, in any order
   */
  TraceTree(List<? extends FinishedSpan> spans) {
    List<Node> all = new ArrayList<>(spans.size());
    Map<Long, Node> byId = new HashMap<>();
    for (FinishedSpan span : spans) {
      Node node = new Node(span);
      all.add(node);
      byId.putIfAbsent(span.spanId(), node);
    }
    all.sort(Comparator.comparingLong((Node node) -> node.start).thenComparing(node -> -node.end));
    link(all, byId);
    nodes = inOrder(all);
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Node top : tops) {
      first = Math.min(first, top.start);
      last = Math.max(last, top.end);
    }
    start = tops.isEmpty() ? 0 : first;
    end = tops.isEmpty() ? 0 : last;
    int failed = 0;
    for (Node node : nodes) {
      failed += node.failed() ? 1 : 0;
      measure(node);
    }
    errors = failed;
    followTops();
    for (Segment segment : criticalPath) {
      Node node = segment.node();
      Category category = node == null ? Category.WAITING : node.timeOf;
      byKind[category.ordinal()] += segment.end() - segment.start();
    }
  }

  private static void link(List<Node> all, Map<Long, Node> byId) {
    for (Node node : all) {
      long parentId = node.span.parentSpanId();
      Node parent = parentId == 0 ? null : byId.get(parentId);
      if (parent != null && parent != node) {
        node.parent = parent;
        parent.children.add(node);
      }
    }
  }

  /** Ids come from outside, too: spans that are each other's ancestors are cut apart. */
  private List<Node> inOrder(List<Node> all) {
    List<Node> ordered = new ArrayList<>(all.size());
    for (Node node : all) {
      if (node.parent == null) {
        tops.add(node);
        reach(node, ordered);
      }
    }
    for (Node node : all) {
      Node parent = node.parent;
      if (!node.reached && parent != null) {
        parent.children.remove(node);
        node.parent = null;
        tops.add(node);
        reach(node, ordered);
      }
    }
    tops.sort(Comparator.comparingLong(node -> node.start));
    return ordered;
  }

  private static void reach(Node top, List<Node> ordered) {
    List<Node> stack = new ArrayList<>(List.of(top));
    while (!stack.isEmpty()) {
      Node node = stack.remove(stack.size() - 1);
      node.reached = true;
      ordered.add(node);
      Node parent = node.parent;
      if (node.category == Category.HTTP && parent != null && parent.timeOf == Category.AI) {
        node.timeOf = Category.AI;
      }
      for (int i = node.children.size() - 1; i >= 0; i--) {
        stack.add(node.children.get(i));
      }
    }
  }

  /** What no child covers; children are in the order of their starts. */
  private static void measure(Node node) {
    long covered = node.start;
    long self = 0;
    for (Node child : node.children) {
      long from = Math.min(Math.max(child.start, node.start), node.end);
      if (from > covered) {
        self += from - covered;
      }
      covered = Math.max(covered, Math.min(child.end, node.end));
    }
    node.self = self + node.end - covered;
  }

  private void followTops() {
    List<Frame> stack = new ArrayList<>();
    stack.add(
        tops.size() == 1
            ? new Frame(tops.get(0), tops.get(0).children, start, end)
            : new Frame(null, tops, start, end));
    while (!stack.isEmpty()) {
      Frame frame = stack.get(stack.size() - 1);
      Node child = frame.next();
      if (child == null) {
        segment(frame.node, frame.from, frame.cursor);
        stack.remove(stack.size() - 1);
      } else {
        long childEnd = Math.min(child.end, frame.to);
        segment(frame.node, childEnd, frame.cursor);
        frame.cursor = Math.max(child.start, frame.from);
        stack.add(new Frame(child, child.children, frame.cursor, childEnd));
      }
    }
    criticalPath.sort(Comparator.comparingLong(Segment::start));
  }

  /** A span whose part of the path is being found, from its end to its start. */
  private static final class Frame {
    final @Nullable Node node;
    final long from;
    final long to;
    final List<Node> left;
    long cursor;

    Frame(@Nullable Node node, List<Node> children, long from, long to) {
      this.node = node;
      this.from = from;
      this.to = to;
      this.cursor = to;
      this.left = new ArrayList<>(children);
      left.sort(
          Comparator.comparingLong((Node child) -> Math.min(child.end, to))
              .thenComparing(child -> -child.start));
    }

    /** The child that ended last before the cursor. */
    @Nullable Node next() {
      while (!left.isEmpty()) {
        Node child = left.remove(left.size() - 1);
        long childEnd = Math.min(child.end, to);
        if (childEnd <= cursor && Math.max(child.start, from) < childEnd) {
          return child;
        }
      }
      return null;
    }
  }

  private void segment(@Nullable Node node, long from, long to) {
    if (from < to) {
      criticalPath.add(new Segment(node, from, to));
    }
  }

  /** Nanoseconds of the trace that are spent on a kind; all of them add up to its duration. */
  long nanos(Category category) {
    return byKind[category.ordinal()];
  }

  /**
   * The span that the trace is named after: the first, and of those that begin with it the longest.
   */
  Node root() {
    return tops.get(0);
  }
}
