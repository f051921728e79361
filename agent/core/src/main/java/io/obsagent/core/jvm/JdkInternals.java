// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import io.obsagent.spi.log.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Parts of the JDK that only the agent gets to see, and the application does not. */
public final class JdkInternals {
  /** From here on the JVM warns of native libraries. */
  private static final int JAVA_THAT_WARNS = 24;

  private JdkInternals() {}

  public static void exportTo(Module agent, Instrumentation instrumentation) {
    // The arguments of the JVM, without the management beans.
    export("java.base", "jdk.internal.misc", agent, instrumentation);
    // The server behind the agent's port, whichever provider the application brings.
    export("jdk.httpserver", "sun.net.httpserver", agent, instrumentation);
  }

  /**
   * Lets a named module load native libraries without a warning. The JDK's own method for it is a
   * restricted one itself, so the agent would have to have the right before it could give it.
   */
  public static void allowNativeAccess(
      Module module, Module agent, Instrumentation instrumentation) {
    if (Runtime.version().feature() < JAVA_THAT_WARNS) {
      return;
    }
    try {
      export("java.base", "jdk.internal.access", agent, instrumentation);
      Object access =
          Class.forName("jdk.internal.access.SharedSecrets")
              .getMethod("getJavaLangAccess")
              .invoke(null);
      Class.forName("jdk.internal.access.JavaLangAccess")
          .getMethod("addEnableNativeAccess", Module.class)
          .invoke(access, module);
    } catch (ReflectiveOperationException | RuntimeException e) {
      AgentLog.debug("no native access for " + module + ": " + e);
    }
  }

  private static void export(
      String module, String packageName, Module agent, Instrumentation instrumentation) {
    Module found = ModuleLayer.boot().findModule(module).orElse(null);
    if (found != null && found.getPackages().contains(packageName)) {
      instrumentation.redefineModule(
          found, Set.of(), Map.of(packageName, Set.of(agent)), Map.of(), Set.of(), Map.of());
    }
  }
}
