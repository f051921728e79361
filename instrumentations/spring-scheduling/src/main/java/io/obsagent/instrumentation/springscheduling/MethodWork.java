// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.instrumentation.shared.scheduling.ScheduledTask;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.reflect.Method;

/** Spans named by a method, e.g. {@code Shop.cleanUp}. Both kinds nest: a job may start others. */
final class MethodWork {
  private static final WorkKind SCHEDULED =
      WorkKind.registerNesting("spring-scheduled", SpanKind.INTERNAL);
  private static final WorkKind ASYNC = WorkKind.registerNesting("spring-async", SpanKind.INTERNAL);

  private MethodWork() {}

  static Work scheduled(Method method) {
    return ScheduledTask.timed(of(SCHEDULED, method));
  }

  static Work asynchronous(Method method) {
    return of(ASYNC, method);
  }

  private static Work of(WorkKind kind, Method method) {
    return ScheduledTask.method(kind, method.getDeclaringClass(), method.getName());
  }
}
