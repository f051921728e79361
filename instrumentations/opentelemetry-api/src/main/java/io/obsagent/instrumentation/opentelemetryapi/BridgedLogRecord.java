// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.obsagent.spi.telemetry.BusinessEvents;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record that the application puts together by the API, of 1.27 and newer: a named one is an
 * event of its business, any other an event of the current span. Not thread-safe, as the API has
 * it.
 */
final class BridgedLogRecord implements InvocationHandler {
  private static final Guard GUARD = Guard.of(BridgedLogRecord.class);
  private static final int MAX_BODY = 1_000;
  private static final String EVENT_NAME = "event.name";

  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private String name = "";

  /** Null for the current one. */
  private @Nullable Context context;

  private BridgedLogRecord() {}

  /**
   * @param own the builder of the API that does nothing, whose type is the one to answer
   */
  static Object of(Object own) {
    return Proxy.newProxyInstance(
        BridgedLogRecord.class.getClassLoader(),
        own.getClass().getInterfaces(),
        new BridgedLogRecord());
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
    try {
      Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
      Object second = arguments == null || arguments.length < 2 ? null : arguments[1];
      switch (method.getName()) {
        case "emit" -> emit();
        case "setEventName" -> name = text(first);
        case "setSeverity", "setSeverityText" -> attributes.put("log.severity", text(first));
        case "setBody" -> attributes.put("log.body", body(first, method.getParameterTypes()[0]));
        case "setAttribute" -> set(first, second);
        case "setAllAttributes" -> setAll(first);
        case "setException" -> setException(first);
        case "setContext" -> context = first instanceof Context given ? given : null;
        case "equals" -> {
          return self == first;
        }
        case "hashCode" -> {
          return System.identityHashCode(self);
        }
        case "toString" -> {
          return "LogRecordBuilder of obs-agent";
        }
        default -> {
          // Times and what newer versions have: an event is of now.
        }
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return method.getReturnType() == void.class ? null : self;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** A text, or a value of the API since 1.42, which knows its own. */
  private static String body(@Nullable Object body, Class<?> type)
      throws ReflectiveOperationException {
    String text =
        body == null || body instanceof String
            ? text(body)
            : text(type.getMethod("asString").invoke(body));
    return text.substring(0, Math.min(text.length(), MAX_BODY));
  }

  private void set(@Nullable Object key, @Nullable Object value) {
    String named = key instanceof AttributeKey<?> typed ? typed.getKey() : text(key);
    if (named.equals(EVENT_NAME)) {
      name = text(value);
    } else if (!named.isEmpty() && value != null) {
      attributes.put(named, value);
    }
  }

  private void setAll(@Nullable Object given) {
    if (given instanceof Attributes all) {
      all.forEach(this::set);
    }
  }

  private void setException(@Nullable Object thrown) {
    if (thrown != null) {
      attributes.put("exception.type", thrown.getClass().getName());
    }
  }

  private void emit() {
    if (!name.isEmpty()) {
      BusinessEvents.tell("opentelemetry-api", name, attributes);
      return;
    }
    ApplicationTracing tracing = ApplicationTracing.get();
    Object agents = context == null ? tracing.current() : BridgedContext.of(context).agents;
    ApplicationSpan span = tracing.span(agents);
    if (span != null && span.isRecording()) {
      span.event("log", attributes, 0);
    }
  }
}
