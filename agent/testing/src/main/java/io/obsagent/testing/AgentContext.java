// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.concurrent.Callable;

/** The agent's context, from the application's side of the class loaders. */
public final class AgentContext {
  private static final Class<?> CONTEXT = load("io.opentelemetry.context.Context");
  private static final Object KEY = key();

  private AgentContext() {}

  /** Name of the context current on this thread; "root" for none. */
  public static String current() {
    try {
      Object context = CONTEXT.getMethod("current").invoke(null);
      Object value =
          CONTEXT
              .getMethod("get", load("io.opentelemetry.context.ContextKey"))
              .invoke(context, KEY);
      return value == null ? "root" : (String) value;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The trace current on this thread; zeros for none. */
  public static String traceId() {
    return id("getTraceId");
  }

  /** The span current on this thread; zeros for none. */
  public static String spanId() {
    return id("getSpanId");
  }

  private static String id(String getter) {
    try {
      Class<?> span = load("io.opentelemetry.api.trace.Span");
      Object ids = span.getMethod("getSpanContext").invoke(span.getMethod("current").invoke(null));
      return (String) load("io.opentelemetry.api.trace.SpanContext").getMethod(getter).invoke(ids);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Does something in a context of this name. */
  public static <T> T within(String name, Callable<T> work) throws Exception {
    Object root = CONTEXT.getMethod("root").invoke(null);
    Object context =
        CONTEXT
            .getMethod("with", load("io.opentelemetry.context.ContextKey"), Object.class)
            .invoke(root, KEY, name);
    try (AutoCloseable ignored = (AutoCloseable) CONTEXT.getMethod("makeCurrent").invoke(context)) {
      return work.call();
    }
  }

  public static <T> T outside(Callable<T> work) throws Exception {
    Object root = CONTEXT.getMethod("root").invoke(null);
    try (AutoCloseable ignored = (AutoCloseable) CONTEXT.getMethod("makeCurrent").invoke(root)) {
      return work.call();
    }
  }

  /** Makes a context current and never ends its scope. */
  public static String leave(String name) throws Exception {
    Object context =
        CONTEXT
            .getMethod("with", load("io.opentelemetry.context.ContextKey"), Object.class)
            .invoke(CONTEXT.getMethod("current").invoke(null), KEY, name);
    CONTEXT.getMethod("makeCurrent").invoke(context);
    return current();
  }

  private static Object key() {
    try {
      return load("io.opentelemetry.context.ContextKey")
          .getMethod("named", String.class)
          .invoke(null, "test");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static Class<?> load(String name) {
    try {
      return Recorded.property("obs.testing.metrics").getClass().getClassLoader().loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
