// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.reflect.Method;

/** Spans named by a method, e.g. {@code Shop.cleanUp}. Both kinds nest: a job may start others. */
final class MethodWork {
  private static final WorkKind SCHEDULED =
      WorkKind.registerNesting("spring-scheduled", SpanKind.INTERNAL);
  private static final WorkKind ASYNC = WorkKind.registerNesting("spring-async", SpanKind.INTERNAL);
  private static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "scheduled_task_duration_seconds",
              "Runs of methods that are started by the clock, until they end or fail.",
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

  private MethodWork() {}

  static Work scheduled(Method method) {
    Work work = of(SCHEDULED, method);
    return work.duration(DURATION, work.name());
  }

  static Work asynchronous(Method method) {
    return of(ASYNC, method);
  }

  /** Made anew each time, as a job's run costs far more, and a kept one needs looking up. */
  private static Work of(WorkKind kind, Method method) {
    String type = method.getDeclaringClass().getName();
    String name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    return Work.of(kind, name + '.' + method.getName())
        .attribute(FUNCTION, type + '.' + method.getName());
  }
}
