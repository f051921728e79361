// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.obsagent.spi.advice.OriginMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The registry of meters that annotations ask for, apart from the application's own, which stay as
 * they are, but with the tags and filters of these; and which methods count. Thread-safe.
 */
final class MeteredMethods {
  static final String NO_EXCEPTION = "none";

  /** Of this class loader, with which it goes. */
  static final MeterRegistry REGISTRY = registry();

  /** Up to version 2, Spring Boot times methods of controllers itself, with tags of its own. */
  private static final String BOOT_2 =
      "org.springframework.boot.actuate.metrics.web.servlet.WebMvcMetricsFilter";

  private MeteredMethods() {}

  private static MeterRegistry registry() {
    MeterRegistry registry = new SimpleMeterRegistry();
    registry.config().meterFilter(new ApplicationFilters(registry));
    return registry;
  }

  /**
   * The method, or null where nobody is to count it: Micrometer is of a loader further up, whose
   * aspects are not known here; a coroutine, which comes again each time that it goes on; or a
   * controller that Spring Boot times.
   */
  static @Nullable Method find(OriginMethod origin) {
    Registries.see(REGISTRY);
    ClassLoader loader = MeteredMethods.class.getClassLoader();
    Method method = origin.find(loader);
    return method == null
            || method.getDeclaringClass().getClassLoader() != Timed.class.getClassLoader()
            || origin.descriptor().contains("Lkotlin/coroutines/Continuation;)")
            || isController(method.getDeclaringClass()) && isThere(BOOT_2, loader)
        ? null
        : method;
  }

  private static boolean isController(Class<?> type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getSimpleName().endsWith("Controller")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThere(String type, ClassLoader loader) {
    try {
      Class.forName(type, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError no) {
      return false;
    }
  }

  /** What Micrometer's aspects tell of each method. */
  static Tags tags(OriginMethod origin, String[] more) {
    return Tags.of(more).and("class", origin.type(), "method", origin.name());
  }

  static String exception(@Nullable Throwable thrown) {
    return thrown == null ? NO_EXCEPTION : thrown.getClass().getSimpleName();
  }
}
