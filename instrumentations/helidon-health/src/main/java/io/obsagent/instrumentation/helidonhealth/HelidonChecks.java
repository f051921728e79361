// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import io.obsagent.instrumentation.shared.health.ObservedChecks;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** The checks that there are. */
final class HelidonChecks {
  private static final ObservedChecks<Object> CHECKS = new ObservedChecks<>(HelidonChecks::wrong);

  private static final MethodHandle CALL = getter("HealthCheck", "call");
  private static final MethodHandle NAME = getter("HealthCheck", "name");
  private static final MethodHandle TYPE = getter("HealthCheck", "type");
  private static final MethodHandle STATUS = getter("HealthCheckResponse", "status");

  private HelidonChecks() {}

  /** Checks for readiness ask databases and others over the application's connections. */
  static void observe(List<?> checks) {
    for (Object check : checks) {
      boolean costs = get(TYPE, check).toString().equals("READINESS");
      CHECKS.observe(check, "helidon " + get(NAME, check), costs);
    }
  }

  private static String wrong(Object check) {
    String status = get(STATUS, get(CALL, check)).toString();
    return status.equals("UP") ? "" : "Helidon says " + status;
  }

  private static Object get(MethodHandle getter, Object owner) {
    try {
      return getter.invokeExact(owner);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle getter(String type, String name) {
    String owner = "io.helidon.health." + type;
    try {
      Class<?> found = Class.forName(owner, false, HelidonChecks.class.getClassLoader());
      return MethodHandles.publicLookup()
          .unreflect(found.getMethod(name))
          .asType(MethodType.genericMethodType(1));
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(owner);
    } catch (ReflectiveOperationException e) {
      throw new NoSuchMethodError(owner + '.' + name);
    }
  }
}
