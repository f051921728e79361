// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.query.Growth;
import io.obsagent.spi.http.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs of pipelines by their stages: how many with which outcome, by {@code
 * pipeline_executions_total}, and how long they took, by {@code pipeline_duration_seconds}.
 * Immutable once made.
 */
final class Pipelines {
  /** By name, then by status. */
  private final Map<String, Map<String, Double>> runs = new TreeMap<>();

  private final Map<String, Workload> times = new TreeMap<>();

  Pipelines(Growth growth, List<Workload> workloads) {
    workloads.forEach(one -> times.put(one.name, one));
    growth.counter(
        "pipeline_executions_total",
        (labels, grown) ->
            runs.computeIfAbsent(Work.PIPELINE.name(labels), none -> new TreeMap<>())
                .merge(labels.get("status"), grown, Double::sum));
  }

  void write(JsonWriter out) {
    TreeSet<String> names = new TreeSet<>(runs.keySet());
    names.addAll(times.keySet());
    out.name("pipelines").array();
    for (String name : names) {
      out.object().field("name", name).name("runs").object();
      Map<String, Double> byStatus = runs.getOrDefault(name, Map.of());
      byStatus.forEach((status, count) -> out.field(status, Math.round(count)));
      out.end();
      Workload time = times.get(name);
      if (time != null) {
        out.field("timed", Math.round(time.calls));
        out.field("mean_seconds", Workload.rounded(time.mean()));
        out.field("p95_seconds", Workload.rounded(time.p95()));
        out.field("mean_seconds_before", Workload.rounded(time.meanBefore()));
      }
      out.end();
    }
    out.end();
  }
}
