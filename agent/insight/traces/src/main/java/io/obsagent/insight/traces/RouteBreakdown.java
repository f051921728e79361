// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.spi.http.JsonWriter;
import java.util.List;

/** What the traces of a route have spent their time on, over time. Not thread-safe. */
final class RouteBreakdown {
  private static final int MAX_SAMPLES = 2_000_000;
  private static final int MOST_SLOTS = 120;
  private static final long SHORTEST_STEP = 60_000;

  /** A series that has no sample so long before is one that was not there. */
  private static final long LOOKBACK_MILLIS = 300_000;

  private static final double MILLIS = 1e3;

  private final String route;
  private final long from;
  private final long step;
  private final double[] traces;
  private final double[][] seconds;

  /**
   * @param route as in the label of the metric, or without the method; empty for all
   */
  RouteBreakdown(SeriesReader store, String route, long from, long to) {
    this.route = route;
    long least = (to - from + MOST_SLOTS - 1) / MOST_SLOTS;
    this.step = Math.max(1, (least + SHORTEST_STEP - 1) / SHORTEST_STEP) * SHORTEST_STEP;
    this.from = from;
    int slots = (int) ((to - from + step - 1) / step);
    traces = new double[slots];
    seconds = new double[Category.values().length][slots];
    for (Samples samples : select(store, TraceMetrics.COUNT.name(), to)) {
      add(samples, traces);
    }
    for (Category category : Category.values()) {
      for (Samples samples : select(store, TraceMetrics.TIME.name(), to)) {
        if (samples.labels().get("kind").equals(category.text)) {
          add(samples, seconds[category.ordinal()]);
        }
      }
    }
  }

  private List<Samples> select(SeriesReader store, String metric, long to) {
    LabelMatcher name = LabelMatcher.equal(Labels.METRIC_NAME, metric);
    return store.select(List.of(name), from - LOOKBACK_MILLIS, to, MAX_SAMPLES);
  }

  private boolean isMeant(Labels labels) {
    String label = labels.get("route");
    return route.isEmpty() || label.equals(route) || label.endsWith(' ' + route);
  }

  /** Adds by how much a total has grown, each time in the slot of the sample that shows it. */
  private void add(Samples samples, double[] sums) {
    if (!isMeant(samples.labels())) {
      return;
    }
    double last = 0;
    for (int i = 0; i < samples.size(); i++) {
      double value = samples.values()[i];
      long time = samples.timestamps()[i];
      if (Double.isNaN(value)) {
        continue;
      }
      int slot = (int) ((time - from - 1) / step);
      if (time > from && slot < sums.length) {
        sums[slot] += value < last ? value : value - last;
      }
      last = value;
    }
  }

  /** Milliseconds of a trace, on average; null where none ended. */
  void write(JsonWriter out) {
    out.object().field("route", route).field("step_ms", step).field("unit", "ms");
    out.name("times_ms").array();
    for (int slot = 0; slot < traces.length; slot++) {
      out.value(from + slot * step);
    }
    out.end().name("traces").array();
    for (double count : traces) {
      out.value(Math.round(count));
    }
    out.end().name("kinds").object();
    for (Category category : Category.values()) {
      out.name(category.text).array();
      for (int slot = 0; slot < traces.length; slot++) {
        double spent = seconds[category.ordinal()][slot] * MILLIS / traces[slot];
        out.value(Math.round(spent * MILLIS) / MILLIS + (Double.isNaN(spent) ? Double.NaN : 0));
      }
      out.end();
    }
    out.end().end();
  }
}
