// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.api.Measured;
import io.obsagent.api.Traced;
import io.obsagent.spi.advice.OriginMethod;
import io.obsagent.spi.telemetry.Work;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The work of methods with annotations, which are read once. */
final class AnnotatedMethod {
  /** Of the methods of one class loader: as many as are woven. */
  private static final ConcurrentHashMap<String, Work> TRACED = new ConcurrentHashMap<>();

  private static final ConcurrentHashMap<String, Work> MEASURED = new ConcurrentHashMap<>();

  private AnnotatedMethod() {}

  static Work traced(String origin) {
    Work known = TRACED.get(origin);
    if (known == null) {
      known = Operations.span(name(origin, Traced.class, Traced::value));
      TRACED.put(origin, known);
    }
    return known;
  }

  static Work measured(String origin) {
    Work known = MEASURED.get(origin);
    if (known == null) {
      known = Operations.operation(name(origin, Measured.class, Measured::operation));
      MEASURED.put(origin, known);
    }
    return known;
  }

  private static <A extends Annotation> String name(
      String origin, Class<A> type, Function<A, String> value) {
    OriginMethod known = OriginMethod.of(origin);
    Method method = known.find(AnnotatedMethod.class.getClassLoader());
    A annotation = method == null ? null : method.getAnnotation(type);
    String given = annotation == null ? "" : value.apply(annotation);
    return given.isEmpty() ? known.shortName() : given;
  }
}
