// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.scheduling;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.AttributeKey;

/** What the clock starts: one metric for all schedulers, and how their tasks are named. */
public final class ScheduledTask {
  private static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "scheduled_task_duration_seconds",
              "Runs of methods and jobs that are started by the clock, until they end or fail.",
              0.005,
              0.01,
              0.05,
              0.1,
              0.5,
              1,
              5,
              10,
              30,
              60,
              300,
              1_800)
          .unit("s")
          .labels("task", Work.OUTCOME);
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

  private ScheduledTask() {}

  /** A method's work, named by it, e.g. {@code Shop.cleanUp}; without a duration. */
  public static Work method(WorkKind kind, Class<?> type, String method) {
    return named(kind, simpleName(type) + '.' + method, type, method);
  }

  /** The work of an object whose type says what it does, e.g. {@code CleanUpJob}. */
  public static Work object(WorkKind kind, Class<?> type, String method) {
    return named(kind, simpleName(type), type, method);
  }

  /** With a duration of the task that work is named after. */
  public static Work timed(Work work) {
    return work.duration(DURATION, work.name());
  }

  /** Made anew each time, as a run costs far more, and a kept one needs looking up. */
  private static Work named(WorkKind kind, String name, Class<?> type, String method) {
    return Work.of(kind, name).attribute(FUNCTION, type.getName() + '.' + method);
  }

  private static String simpleName(Class<?> type) {
    String name = type.getName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}
