// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.instrument.Counter;
import io.obsagent.spi.advice.OriginMethod;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The counters of a method, whose annotation is read once. Thread-safe. */
final class CountedMethod {
  /** Of the methods of one class loader: as many as are woven. */
  private static final ConcurrentHashMap<String, CountedMethod> KNOWN = new ConcurrentHashMap<>();

  private final OriginMethod origin;
  private final boolean suspends;
  private final @Nullable Counted counted;
  private final @Nullable Counter succeeded;

  private CountedMethod(OriginMethod origin) {
    Method method = MeteredMethods.find(origin);
    this.origin = origin;
    this.suspends = MeteredMethods.suspends(origin);
    this.counted = method == null ? null : counted(method);
    this.succeeded =
        counted == null || counted.recordFailuresOnly()
            ? null
            : counter(counted, "success", MeteredMethods.NO_EXCEPTION);
  }

  private static @Nullable Counted counted(Method method) {
    Counted own = method.getAnnotation(Counted.class);
    return own != null ? own : method.getDeclaringClass().getAnnotation(Counted.class);
  }

  static CountedMethod of(String origin) {
    CountedMethod known = KNOWN.get(origin);
    if (known == null) {
      CountedMethod made = new CountedMethod(OriginMethod.of(origin));
      known = KNOWN.putIfAbsent(origin, made);
      return known == null ? made : known;
    }
    return known;
  }

  private Counter counter(Counted annotation, String result, String exception) {
    String description = annotation.description();
    return Counter.builder(annotation.value())
        .description(description.isEmpty() ? null : description)
        .tags(MeteredMethods.tags(origin, annotation.extraTags()))
        .tags("result", result, "exception", exception)
        .register(MeteredMethods.REGISTRY);
  }

  /** Whether it is one of Kotlin's that is called again to go on. */
  boolean suspends() {
    return suspends;
  }

  void count(@Nullable Throwable thrown) {
    if (thrown != null && counted != null) {
      counter(counted, "failure", MeteredMethods.exception(thrown)).increment();
    } else if (succeeded != null) {
      succeeded.increment();
    }
  }
}
