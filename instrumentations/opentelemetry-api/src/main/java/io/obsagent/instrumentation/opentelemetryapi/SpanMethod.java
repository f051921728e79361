// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.OriginMethod;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.LazyResult;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a method say, read once.
 *
 * @param attributes for each argument the name of an attribute, or empty
 */
record SpanMethod(
    String name,
    String kind,
    String scope,
    boolean inheritsContext,
    boolean isStaged,
    List<String> attributes) {
  /** The last argument of Kotlin's suspending functions. */
  static final String CONTINUATION = "kotlin.coroutines.Continuation";

  /** Of the methods of one class loader: as many as are woven. */
  private static final ConcurrentHashMap<String, SpanMethod> KNOWN = new ConcurrentHashMap<>();

  static SpanMethod of(String origin) {
    SpanMethod known = KNOWN.get(origin);
    if (known == null) {
      known = read(origin);
      KNOWN.put(origin, known);
    }
    return known;
  }

  private static SpanMethod read(String origin) {
    OriginMethod known = OriginMethod.of(origin);
    Method method = known.find(SpanMethod.class.getClassLoader());
    return method == null
        ? new SpanMethod(known.shortName(), "INTERNAL", known.type(), true, false, List.of())
        : read(method, known.shortName(), known.type());
  }

  private static SpanMethod read(Method method, String name, String type) {
    WithSpan annotation = method.getAnnotation(WithSpan.class);
    boolean named = annotation != null && !annotation.value().isEmpty();
    Class<?> result = method.getReturnType();
    Parameter[] parameters = method.getParameters();
    String[] attributes = new String[parameters.length];
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = attribute(parameters[i]);
    }
    return new SpanMethod(
        named ? annotation.value() : name,
        annotation == null ? "INTERNAL" : annotation.kind().name(),
        type,
        inherits(annotation),
        result == CompletableFuture.class
            || result == CompletionStage.class
            || LazyResult.TYPES.contains(result.getName())
            || isSuspending(method.getParameterTypes()),
        List.of(attributes));
  }

  private static boolean isSuspending(Class<?>[] parameters) {
    int count = parameters.length;
    return count > 0 && parameters[count - 1].getName().equals(CONTINUATION);
  }

  private static String attribute(Parameter parameter) {
    SpanAttribute annotation = parameter.getAnnotation(SpanAttribute.class);
    if (annotation == null) {
      return "";
    }
    return !annotation.value().isEmpty()
        ? annotation.value()
        : parameter.isNamePresent() ? parameter.getName() : "";
  }

  /** Annotations since 2.14 may say no. */
  private static boolean inherits(@Nullable WithSpan annotation) {
    try {
      return annotation == null
          || !Boolean.FALSE.equals(WithSpan.class.getMethod("inheritContext").invoke(annotation));
    } catch (ReflectiveOperationException ofAnOlderVersion) {
      return true;
    }
  }

  void attributes(Object[] arguments, ApplicationSpan span) {
    for (int i = 0; i < attributes.size() && i < arguments.length; i++) {
      if (!attributes.get(i).isEmpty() && arguments[i] != null) {
        span.attribute(attributes.get(i), plain(arguments[i]));
      }
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Boolean || value instanceof List<?> ? value : String.valueOf(value);
  }
}
