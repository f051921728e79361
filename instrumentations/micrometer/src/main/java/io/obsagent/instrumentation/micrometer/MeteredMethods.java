// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.obsagent.spi.advice.OriginMethod;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final String BOOT_2 = "org.springframework.boot.actuate.metrics.web.";

  private static final String[] BOOT_2_FILTERS = {
    BOOT_2 + "servlet.WebMvcMetricsFilter", BOOT_2 + "reactive.server.MetricsWebFilter"
  };

  /** Of all who share one Micrometer. */
  private static final AtomicBoolean RESOURCES =
      WeakMap.shared(LongTaskTimer.class, AtomicBoolean::new);

  private MeteredMethods() {}

  private static MeterRegistry registry() {
    MeterRegistry registry = new SimpleMeterRegistry();
    Registries.isAgents(registry);
    registry.config().meterFilter(new ApplicationFilters());
    return registry;
  }

  /** From now on Jersey's own listener times the methods of resources. */
  static void resourcesAreTimed() {
    RESOURCES.set(true);
  }

  static boolean areResourcesTimed() {
    return RESOURCES.get();
  }

  /** Whether Jersey finds resources in a class, or in what it is made of. */
  static boolean isResource(@Nullable Class<?> type) {
    if (type == null) {
      return false;
    }
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().endsWith(".ws.rs.Path")) {
        return true;
      }
    }
    for (Class<?> face : type.getInterfaces()) {
      if (isResource(face)) {
        return true;
      }
    }
    return isResource(type.getSuperclass());
  }

  /** The method, or null where nobody is to count it: a controller that Spring Boot times. */
  static @Nullable Method find(OriginMethod origin) {
    Registries.see(REGISTRY);
    ClassLoader loader = MeteredMethods.class.getClassLoader();
    Method method = origin.find(loader);
    return method == null || isController(method.getDeclaringClass()) && isOfBoot2(loader)
        ? null
        : method;
  }

  private static boolean isOfBoot2(ClassLoader loader) {
    return isThere(BOOT_2_FILTERS[0], loader) || isThere(BOOT_2_FILTERS[1], loader);
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

  static boolean suspends(OriginMethod origin) {
    return origin.descriptor().endsWith("Lkotlin/coroutines/Continuation;)Ljava/lang/Object;");
  }

  /** What Micrometer's aspects tell of each method. */
  static Tags tags(OriginMethod origin, String[] more) {
    return Tags.of(more).and("class", origin.type(), "method", origin.name());
  }

  static String exception(@Nullable Throwable thrown) {
    return thrown == null ? NO_EXCEPTION : thrown.getClass().getSimpleName();
  }
}
