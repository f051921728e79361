// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.MetricDefinition;

/** What is counted of the application's business, whoever tells of it. */
public final class BusinessMetrics {
  /** {@code outcome} is {@code success} or {@code error}. */
  public static final MetricDefinition OPERATION_DURATION =
      MetricDefinition.histogram(
              "operation_duration_seconds",
              "Operations of the application's business, as it tells of them.",
              0.005,
              0.01,
              0.025,
              0.05,
              0.1,
              0.25,
              0.5,
              1,
              2.5,
              5,
              10,
              30,
              60,
              300,
              1_800)
          .unit("s")
          .labels("operation", Work.OUTCOME);

  public static final MetricDefinition EVENTS =
      MetricDefinition.counter(
              "business_events_total", "What happened in the application's business, by its word.")
          .unit("{event}")
          .labels("event");

  private BusinessMetrics() {}
}
