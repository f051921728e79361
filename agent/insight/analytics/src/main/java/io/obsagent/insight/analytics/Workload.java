// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.query.Growth;
import io.obsagent.insight.query.Quantile;
import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done of one name in a time, and how long it took the time before. Not thread-safe. */
final class Workload {
  private static final double MICROS = 1e6;
  private static final double USUAL_SHARE = 0.95;

  final Work work;
  final String name;
  double calls;
  double errors;
  double seconds;
  double callsBefore;
  double secondsBefore;
  private final TreeMap<Double, Double> buckets = new TreeMap<>();

  private Workload(Work work, String name) {
    this.work = work;
    this.name = name;
  }

  /** All of one kind, those that took longest in all first. */
  static List<Workload> of(Work work, Growth now, Growth before) {
    Map<String, Workload> found = new TreeMap<>();
    now.histogram(
        work.metric,
        (labels, calls) -> {
          Workload one = in(found, work, work.name(labels));
          one.calls += calls;
          one.errors += work.isFailure(labels) ? calls : 0;
        },
        (labels, seconds) -> in(found, work, work.name(labels)).seconds += seconds);
    now.buckets(
        work.metric,
        (labels, grown) ->
            in(found, work, work.name(labels))
                .buckets
                .merge(Double.parseDouble(labels.get("le")), grown, Double::sum));
    before.histogram(
        work.metric,
        (labels, calls) -> in(found, work, work.name(labels)).callsBefore += calls,
        (labels, seconds) -> in(found, work, work.name(labels)).secondsBefore += seconds);
    List<Workload> all = new ArrayList<>(found.values());
    all.removeIf(one -> one.calls == 0);
    all.sort(Comparator.comparingDouble(one -> -one.seconds));
    return all;
  }

  private static Workload in(Map<String, Workload> found, Work work, String name) {
    return found.computeIfAbsent(name, none -> new Workload(work, name));
  }

  /** NaN where there was none. */
  double mean() {
    return calls == 0 ? Double.NaN : seconds / calls;
  }

  double meanBefore() {
    return callsBefore == 0 ? Double.NaN : secondsBefore / callsBefore;
  }

  double errorRatio() {
    return calls == 0 ? 0 : errors / calls;
  }

  double p95() {
    return Quantile.of(USUAL_SHARE, buckets);
  }

  /** An object of it. */
  void write(JsonWriter out) {
    out.object().field("kind", work.word()).field("name", name);
    out.field("calls", Math.round(calls)).field("errors", Math.round(errors));
    out.field("error_ratio", rounded(errorRatio())).field("total_seconds", rounded(seconds));
    out.field("mean_seconds", rounded(mean())).field("p95_seconds", rounded(p95()));
    out.field("mean_seconds_before", rounded(meanBefore())).end();
  }

  /** What is not known stays so: null in JSON. */
  static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * MICROS) / MICROS : Double.NaN;
  }
}
