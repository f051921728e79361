// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.service.MemoryId;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which conversation a service is asked to go on with: the argument that says its memory. */
final class Memory {
  /** Where it is, for the JDK reads annotations anew each time; -1 where there is none. */
  private static final WeakMap<Method, Integer> PLACES = new WeakMap<>();

  private Memory() {}

  /** Null where there is none, or an object of the application's, which is not asked. */
  static @Nullable String of(Method method, Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    Integer known = PLACES.get(method);
    int place = known == null ? PLACES.putIfAbsent(method, find(method)) : known;
    Object id = place < 0 || place >= arguments.length ? null : arguments[place];
    return id instanceof CharSequence || id instanceof Number || id instanceof UUID
        ? id.toString()
        : null;
  }

  private static int find(Method method) {
    Annotation[][] annotations = method.getParameterAnnotations();
    for (int i = 0; i < annotations.length; i++) {
      for (Annotation annotation : annotations[i]) {
        if (annotation instanceof MemoryId) {
          return i;
        }
      }
    }
    return -1;
  }
}
