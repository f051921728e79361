// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Telemetry;

/** Counts runs of tasks whose context could not be told; made with the first. */
final class LostContexts {
  private static final MetricDefinition TASKS =
      MetricDefinition.counter(
              "obs_agent_tasks_without_context_total",
              "Runs of a task that was submitted in several contexts at once, and that its pool"
                  + " must see as it is; they run in none of them.")
          .unit("{task}");

  private LostContexts() {}

  static void count() {
    Telemetry.metrics().counter(TASKS).labels().add(1);
  }
}
