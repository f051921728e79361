// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@code java.lang.ObsDispatcher} into java.base, through a Lookup: nothing is appended to the
 * boot class path, so class-data sharing of the application stays in use. Only the agent's own
 * module gets java.lang opened, never the application's.
 */
final class Dispatcher {
  private static final String CLASS_NAME = "java.lang.ObsDispatcher";

  private Dispatcher() {}

  /**
   * @param bytes of the dispatcher class
   */
  static void install(Instrumentation instrumentation, byte[] bytes, MethodHandle linker)
      throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Dispatcher.class.getModule())),
        Set.of(),
        Map.of());
    Class<?> dispatcher;
    try {
      dispatcher = Class.forName(CLASS_NAME, false, null);
    } catch (ClassNotFoundException notYet) {
      dispatcher =
          MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes);
    }
    dispatcher.getField("linker").set(null, linker);
  }
}
