// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the store does, and what the traces that pass by spend their time on: of so many a second
 * each, beyond it of some that stand for the others. For one thread.
 */
final class TraceMetrics {
  static final MetricDefinition SEEN =
      MetricDefinition.counter(
              "obs_agent_trace_store_seen_total", "Traces that the store has decided about.")
          .unit("{trace}");

  static final MetricDefinition KEPT =
      MetricDefinition.counter(
              "obs_agent_trace_store_kept_total", "Traces that the store has taken, by why.")
          .unit("{trace}")
          .labels("kept");

  static final MetricDefinition EVICTED =
      MetricDefinition.counter(
              "obs_agent_trace_store_evicted_total", "Traces that had to go for newer ones.")
          .unit("{trace}");

  static final MetricDefinition REFUSED =
      MetricDefinition.counter(
              "obs_agent_trace_store_refused_total",
              "Failed traces beyond as many as the store takes in a second.")
          .unit("{trace}");

  static final MetricDefinition BYTES =
      MetricDefinition.gauge("obs_agent_trace_store_bytes", "Heap that kept traces use, about.")
          .unit("By");

  static final MetricDefinition TRACES =
      MetricDefinition.gauge("obs_agent_trace_store_traces", "Traces that are kept, by why.")
          .unit("{trace}")
          .labels("kept");

  static final MetricDefinition TIME =
      MetricDefinition.counter(
              "trace_time_seconds_total",
              "Time of traces by what it was spent on, along the critical path.")
          .unit("s")
          .labels("route", "kind");

  static final MetricDefinition COUNT =
      MetricDefinition.counter(
              "trace_time_traces_total", "Traces whose time is in trace_time_seconds_total.")
          .unit("{trace}")
          .labels("route");

  private static final int MOST_IN_SECOND = 5;
  private static final int MAX_ROUTES = 250;
  private static final String OTHER = "other";
  private static final long SECOND = 1_000_000_000L;

  private final Metrics metrics;
  private final Map<String, Route> routes = new HashMap<>();
  private TraceStore.Account told =
      new TraceStore.Account(0, new long[Kept.values().length], 0, 0, 0, new long[0]);
  private long second;
  private int inSecond;

  /** The series of one route. */
  private static final class Route {
    final Metrics.Counter.Series count;
    final Metrics.Counter.Series[] kinds;
    long left = 1;

    Route(Metrics metrics, String route) {
      count = metrics.counter(COUNT).labels(route);
      Category[] categories = Category.values();
      kinds = new Metrics.Counter.Series[categories.length];
      for (Category category : categories) {
        kinds[category.ordinal()] = metrics.counter(TIME).labels(route, category.text);
      }
    }

    void spent(Category category, long nanos) {
      if (nanos > 0) {
        kinds[category.ordinal()].add(nanos / (double) SECOND);
      }
    }
  }

  TraceMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Adds what a whole trace has spent its time on. */
  void passed(FinishedSpan root, List<FinishedSpan> spans, long nanoTime) {
    String name = root.name();
    Route route = routes.get(name);
    if (route == null) {
      String key = routes.size() < MAX_ROUTES ? name : OTHER;
      route = routes.computeIfAbsent(key, made -> new Route(metrics, made));
    }
    if (nanoTime / SECOND != second) {
      second = nanoTime / SECOND;
      inSecond = 0;
    }
    if (++inSecond > MOST_IN_SECOND) {
      route.left++;
      return;
    }
    long standsFor = route.left;
    route.left = 1;
    route.count.add(standsFor);
    if (spans.size() == 1) {
      long nanos = Math.max(0, root.endEpochNanos() - root.startEpochNanos());
      route.spent(Category.of(root), standsFor * nanos);
      return;
    }
    TraceTree tree = new TraceTree(spans);
    for (Category category : Category.values()) {
      route.spent(category, standsFor * tree.nanos(category));
    }
  }

  /** Tells what the store has done since the last time. */
  void tell(TraceStore.Account now) {
    metrics.counter(SEEN).labels().add(now.seen() - told.seen());
    metrics.counter(EVICTED).labels().add(now.evicted() - told.evicted());
    metrics.counter(REFUSED).labels().add(now.refused() - told.refused());
    metrics.gauge(BYTES).labels().set(now.bytes());
    for (Kept kept : Kept.values()) {
      int i = kept.ordinal();
      metrics.counter(KEPT).labels(kept.text).add(now.kept()[i] - told.kept()[i]);
      metrics.gauge(TRACES).labels(kept.text).set(now.held()[i]);
    }
    told = now;
  }
}
