// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Parts of the JDK that only the agent gets to see, and the application does not. */
public final class JdkInternals {
  private JdkInternals() {}

  public static void exportTo(Module agent, Instrumentation instrumentation) {
    // The arguments of the JVM, without the management beans.
    export("java.base", "jdk.internal.misc", agent, instrumentation);
    // The server behind the agent's port, whichever provider the application brings.
    export("jdk.httpserver", "sun.net.httpserver", agent, instrumentation);
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
