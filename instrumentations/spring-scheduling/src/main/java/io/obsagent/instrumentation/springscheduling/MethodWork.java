// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

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
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

  private MethodWork() {}

  static Work scheduled(Method method) {
    return of(SCHEDULED, method);
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
