// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the server's own types. */
final class LibertyTypes {
  /** Services that run checks, one a version of the feature. */
  static final List<String> EXECUTORS =
      List.of(
          "io.openliberty.microprofile.health40.services.HealthCheck40Executor",
          "io.openliberty.microprofile.health31.services.HealthCheck31Executor",
          "io.openliberty.microprofile.health30.services.HealthCheck30Executor",
          "com.ibm.ws.microprofile.health20.services.HealthCheck20Executor");

  private static final String TRACKER = "com.ibm.ws.microprofile.health.internal.AppTracker";
  private static final String RESPONSE = "org.eclipse.microprofile.health.HealthCheckResponse";

  private static final MethodHandle APPLICATIONS = method(TRACKER, "getAppNames");
  private static final MethodHandle MODULES = method(TRACKER, "getModuleNames");
  private static final MethodHandle IS_STARTED = method(TRACKER, "isStarted");
  private static final MethodHandle NAME = method(RESPONSE, "getName");

  /** Since 3.0; before, it was called state. */
  private static final MethodHandle STATUS = method(RESPONSE, "getStatus", "getState");

  private LibertyTypes() {}

  static @Nullable Object applications(Object tracker) {
    return call(APPLICATIONS, tracker);
  }

  static @Nullable Object modules(Object tracker, String application) {
    return call(MODULES, tracker, application);
  }

  static boolean isStarted(Object tracker, String application) {
    return Boolean.TRUE.equals(call(IS_STARTED, tracker, application));
  }

  /** What runs checks. */
  static final class Executor {
    private final Object service;
    private final MethodHandle run;

    Executor(String type, Object service) {
      this.service = service;
      this.run = method(type, "runHealthChecks");
    }

    /** Adds the names of those that are down. */
    void ask(String application, String module, String kind, List<String> down) {
      Object responses;
      try {
        responses = call(run, service, application, module, kind);
      } catch (IllegalStateException thrown) {
        down.add("a check of " + application + " throws");
        return;
      }
      if (responses instanceof Collection<?> all) {
        for (Object response : all) {
          if (String.valueOf(call(STATUS, response)).equals("DOWN")) {
            down.add(String.valueOf(call(NAME, response)));
          }
        }
      }
    }
  }

  /**
   * @throws IllegalStateException if it throws an exception
   */
  private static @Nullable Object call(MethodHandle method, @Nullable Object... arguments) {
    try {
      return method.invokeWithArguments(arguments);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle method(String owner, String... names) {
    try {
      Class<?> type = Class.forName(owner, false, LibertyTypes.class.getClassLoader());
      for (String name : names) {
        for (Method method : type.getMethods()) {
          if (method.getName().equals(name)) {
            MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
            return handle.asType(MethodType.genericMethodType(handle.type().parameterCount()));
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new NoClassDefFoundError(owner);
    }
    throw new NoSuchMethodError(owner + '.' + names[0]);
  }
}
