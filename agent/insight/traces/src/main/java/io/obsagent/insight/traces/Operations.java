// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.insight.traces.TraceTree.Segment;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which operations the traces of a time are made of, those first that took longest in all without
 * what they waited for; and what the slowest twentieth of each route's traces spent its time on. Of
 * traces that were drawn by chance each stands for as many as were seen of its route. Not
 * thread-safe.
 */
final class Operations {
  private static final int MOST = 100;
  private static final double SLOWEST = 0.05;
  private static final double MILLIS = 1e6;

  /** Spans of one name and kind of work. */
  private record Key(String name, Category category) {}

  private static final class Total {
    double calls;
    double self;
    double slow;
  }

  /** A trace that was kept, and how many it stands for. */
  private record Weighted(StoredTrace trace, double weight) {}

  private final Map<Key, Total> totals = new HashMap<>();
  private int looked;
  private double self;
  private double slow;

  /**
   * @param seen how many traces there were by the name of their first span; of those that it does
   *     not have, only what was kept counts
   */
  Operations(TraceSearch search, List<StoredTrace> traces, Map<String, Double> seen) {
    Map<String, List<StoredTrace>> byRoute = new HashMap<>();
    traces.forEach(each -> byRoute.computeIfAbsent(each.name, none -> new ArrayList<>()).add(each));
    byRoute.forEach((route, kept) -> add(search, weighted(kept, seen.getOrDefault(route, 0.0))));
  }

  /** The slowest first. */
  private static List<Weighted> weighted(List<StoredTrace> kept, double seen) {
    long drawn = kept.stream().filter(each -> each.kept() == Kept.SAMPLE).count();
    double each = Math.max(1, (seen - (kept.size() - drawn)) / Math.max(1, drawn));
    return kept.stream()
        .sorted(Comparator.comparingLong((StoredTrace trace) -> -trace.durationNanos))
        .map(trace -> new Weighted(trace, trace.kept() == Kept.SAMPLE ? each : 1))
        .toList();
  }

  private void add(TraceSearch search, List<Weighted> traces) {
    double most = SLOWEST * traces.stream().mapToDouble(Weighted::weight).sum();
    double before = 0;
    for (Weighted one : traces) {
      List<SpanCopy> spans = search.spans(one.trace());
      if (!spans.isEmpty()) {
        looked++;
        add(new TraceTree(spans), one.weight(), before <= most);
      }
      before += one.weight();
    }
  }

  private void add(TraceTree tree, double weight, boolean isSlow) {
    for (Node node : tree.nodes) {
      Total total = total(node);
      total.calls += weight;
      total.self += weight * node.self;
      self += weight * node.self;
    }
    for (Segment segment : isSlow ? tree.criticalPath : List.<Segment>of()) {
      double nanos = weight * (segment.end() - segment.start());
      slow += nanos;
      Node node = segment.node();
      if (node != null) {
        total(node).slow += nanos;
      }
    }
  }

  private Total total(Node node) {
    return totals.computeIfAbsent(new Key(node.span.name(), node.category), none -> new Total());
  }

  void write(JsonWriter out) {
    out.object().field("traces", looked).name("operations").array();
    totals.entrySet().stream()
        .sorted(Comparator.comparingDouble(each -> -each.getValue().self))
        .limit(MOST)
        .forEach(each -> write(out, each.getKey(), each.getValue()));
    out.end().end();
  }

  private void write(JsonWriter out, Key key, Total total) {
    out.object().field("name", key.name()).field("kind", key.category().text);
    out.field("calls", Math.round(total.calls));
    out.field("self_ms", rounded(total.self / MILLIS));
    out.field("mean_self_ms", rounded(total.self / total.calls / MILLIS));
    out.field("share", rounded(self == 0 ? 0 : total.self / self));
    out.field("slow_share", rounded(slow == 0 ? 0 : total.slow / slow)).end();
  }

  private static double rounded(double value) {
    return Math.round(value * MILLIS) / MILLIS;
  }
}
