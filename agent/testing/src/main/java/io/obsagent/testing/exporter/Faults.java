// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.core.operation.CoreTelemetry;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.Operation;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.TelemetryProvider;
import io.opentelemetry.context.Context;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets all that instrumentations ask of the agent fail, when a test wants it: what advice, wrappers
 * and callbacks throw then must not reach the application. Thread-safe.
 */
public final class Faults {
  /**
   * Key of an {@code AtomicReference<String>} among the system properties: {@code start} lets the
   * agent fail where operations begin, {@code end} lets what operations are told fail once they
   * have done their work; anything else is none.
   */
  public static final String KEY = "obs.testing.faults";

  /** Key of a {@code BooleanSupplier}: whether the calling thread is in no context of the agent. */
  public static final String NO_CONTEXT = "obs.testing.no-context";

  /** What {@code messaging.processing} is for a while, in small letters; empty for what it is. */
  public static final String PROCESSING = "obs.testing.processing";

  private static final AtomicReference<String> ARMED = new AtomicReference<>("");
  private static final AtomicReference<String> RELATION = new AtomicReference<>("");

  private Faults() {}

  /** Puts itself between the instrumentations and the agent. */
  static void install() {
    TelemetryProvider agent = Telemetry.provider();
    if (agent instanceof CoreTelemetry core) {
      ContentSwitch.install(core);
    }
    if (!Proxy.isProxyClass(agent.getClass())) {
      Telemetry.install(
          (TelemetryProvider)
              proxy(
                  Set.of(TelemetryProvider.class),
                  (self, method, arguments) -> ofProvider(agent, method, arguments)));
    }
    System.getProperties().put(KEY, ARMED);
    System.getProperties().put(PROCESSING, RELATION);
    BooleanSupplier noContext = () -> Context.current() == Context.root();
    System.getProperties().put(NO_CONTEXT, noContext);
  }

  private static @Nullable Object ofProvider(
      TelemetryProvider agent, Method method, Object @Nullable [] arguments) throws Throwable {
    String armed = ARMED.get();
    if (armed.equals("start")) {
      throw new IllegalStateException("the agent fails on purpose: " + method.getName());
    }
    Object result = call(agent, method, arguments);
    if (result instanceof MessagingOperation.Relation && !RELATION.get().isEmpty()) {
      return MessagingOperation.Relation.valueOf(RELATION.get().toUpperCase(Locale.ROOT));
    }
    return !armed.isEmpty() && result instanceof Operation operation
        ? failing(operation, armed.equals("inject"))
        : result;
  }

  private static Object failing(Operation operation, boolean early) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> type = operation.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> each : type.getInterfaces()) {
        if (Operation.class.isAssignableFrom(each)) {
          types.add(each);
        }
      }
    }
    return proxy(
        types,
        (self, method, arguments) -> {
          Object result = call(operation, method, arguments);
          boolean told = method.getReturnType() == void.class && !method.getName().equals("detach");
          if (!told || method.getName().equals("inject") != early) {
            // An operation may be its own context, for which no proxy can stand.
            return result == operation && method.getReturnType().isInstance(self) ? self : result;
          }
          throw new IllegalStateException("the agent fails on purpose: " + method.getName());
        });
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What a proxy does with a call. */
  @FunctionalInterface
  private interface Handler {
    @Nullable Object handle(Object self, Method method, Object @Nullable [] arguments)
        throws Throwable;
  }

  private static Object proxy(Set<Class<?>> types, Handler handler) {
    return Proxy.newProxyInstance(
        Faults.class.getClassLoader(),
        types.toArray(new Class<?>[0]),
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              case "toString" -> "a failing " + types;
              default -> handler.handle(self, method, arguments);
            });
  }
}
