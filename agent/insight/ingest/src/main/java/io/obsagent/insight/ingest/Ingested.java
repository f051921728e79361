// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.Answers;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Counts what comes from outside. Thread-safe. */
final class Ingested {
  static final MetricDefinition REQUESTS =
      MetricDefinition.counter(
              "obs_agent_ingest_requests_total",
              "Requests that brought something from outside, by kind and outcome.")
          .unit("{request}")
          .labels("kind", "outcome");

  static final MetricDefinition ITEMS =
      MetricDefinition.counter(
              "obs_agent_ingest_items_total", "Series, operations and spans from outside.")
          .unit("{item}")
          .labels("kind");

  private final Supplier<Metrics> metrics;

  Ingested(Supplier<Metrics> metrics) {
    this.metrics = metrics;
  }

  /**
   * The answer to a request, which tells how much of it was taken.
   *
   * @param kind of what it brings: {@code metrics}
   * @param take takes it; answers how many items, and throws what is wrong
   */
  Response counting(String kind, IntSupplier take) {
    int items = count(kind, take);
    return Answers.success(out -> out.object().field("accepted", items).end());
  }

  /** The same for who writes the answer. */
  int count(String kind, IntSupplier take) {
    boolean taken = false;
    try {
      int items = take.getAsInt();
      metrics.get().counter(ITEMS).labels(kind).add(items);
      taken = true;
      return items;
    } finally {
      metrics.get().counter(REQUESTS).labels(kind, taken ? "accepted" : "refused").add(1);
    }
  }
}
