// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@code java.lang.ObsDispatcher} and {@code java.lang.ObsHolder} into java.base, through a
 * Lookup: nothing is appended to the boot class path, so class-data sharing of the application
 * stays in use. Only the agent's own module gets java.lang opened, never the application's.
 */
final class Dispatcher {
  /** What a {@link HolderClass} implements. */
  static final String HOLDER = "java.lang.ObsHolder";

  private static final String NAME = "java.lang.ObsDispatcher";

  private Dispatcher() {}

  /**
   * @param agent has the classes
   * @throws IOException if it has not
   */
  static void install(Instrumentation instrumentation, AgentClassLoader agent, MethodHandle linker)
      throws ReflectiveOperationException, IOException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Dispatcher.class.getModule())),
        Set.of(),
        Map.of());
    defined(agent, HOLDER);
    defined(agent, NAME).getField("linker").set(null, linker);
  }

  private static Class<?> defined(AgentClassLoader agent, String name)
      throws ReflectiveOperationException, IOException {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException notYet) {
      byte[] bytes = agent.classBytes(name);
      if (bytes == null) {
        throw new IOException("the agent's jar is damaged: no " + name);
      }
      return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes);
    }
  }
}
