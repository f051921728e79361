// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.Insight;
import io.obsagent.insight.query.Growth;
import io.obsagent.spi.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time until now, and the one of the same length before.
 *
 * @param families the metrics as they are now
 * @param from milliseconds since the epoch
 */
record Period(Insight insight, List<MetricFamily> families, long from, long to) {
  private Growth now() {
    return new Growth(insight, families, from, to);
  }

  private List<Workload> workloads(Work work) {
    return Workload.of(work, now(), new Growth(insight, List.of(), from - (to - from), from));
  }

  /** Of all kinds, those that took longest in all first. */
  List<Workload> workloads() {
    List<Workload> all = new ArrayList<>();
    for (Work work : Work.values()) {
      all.addAll(workloads(work));
    }
    all.sort(Comparator.comparingDouble(one -> -one.seconds));
    return all;
  }

  Pipelines pipelines() {
    return new Pipelines(now(), workloads(Work.PIPELINE));
  }
}
