// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;

/**
 * Runs of pipelines that build servers tell of, as metrics: one with those of the same name that
 * the application counts itself. Thread-safe.
 */
final class PipelineRuns {
  private static final MetricDefinition EXECUTIONS =
      MetricDefinition.counter("pipeline_executions_total", "Runs of pipelines that have ended.")
          .unit("{run}")
          .labels("pipeline", "stage", "status");

  private static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "pipeline_duration_seconds",
              "Time that runs of pipelines took.",
              1,
              5,
              15,
              60,
              300,
              900,
              3_600,
              14_400)
          .unit("s")
          .labels("pipeline", "stage");

  /** Of the whole pipeline. */
  private static final String NO_STAGE = "";

  private final Metrics.Counter executions;
  private final Metrics.Histogram durations;

  PipelineRuns(Metrics.Counter executions, Metrics.Histogram durations) {
    this.executions = executions;
    this.durations = durations;
  }

  /**
   * @param application whose instruments these are; held by whoever calls this
   */
  static PipelineRuns in(Metrics application) {
    return new PipelineRuns(application.counter(EXECUTIONS), application.histogram(DURATION));
  }

  /** Whether the event is a run of a pipeline. */
  static boolean isRun(Event event) {
    return !event.attribute(EventTypes.PIPELINE).isEmpty();
  }

  /** Counts a run, and how long it took if the event says that. */
  void count(Event run) {
    String pipeline = run.attribute(EventTypes.PIPELINE);
    executions.labels(pipeline, NO_STAGE, run.attribute(EventTypes.STATUS)).add(1);
    double seconds = seconds(run.attribute(EventTypes.DURATION));
    if (seconds >= 0) {
      durations.labels(pipeline, NO_STAGE).record(seconds);
    }
  }

  /** -1 for what is no time: what comes by {@code generic} may be anything. */
  private static double seconds(String text) {
    try {
      double seconds = text.isEmpty() ? -1 : Double.parseDouble(text);
      return Double.isFinite(seconds) ? seconds : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
