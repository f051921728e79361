// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import java.util.function.Consumer;

/**
 * Who may call native code. Since Java 24 a JVM warns of whoever loads a native library without
 * {@code --enable-native-access}, and that option has no name for the agent's modules; the unnamed
 * module's would be the application's, too. Thread-safe.
 *
 * @see <a href="https://openjdk.org/jeps/472">JEP 472</a>
 */
public final class NativeAccess {
  private static volatile Consumer<Module> grant = module -> {};

  private NativeAccess() {}

  /** By the agent's core, once. */
  public static void install(Consumer<Module> grant) {
    NativeAccess.grant = grant;
  }

  /**
   * Lets a module of an extension's own layer load native libraries. Where this cannot be granted,
   * it works all the same and the JVM warns.
   *
   * @param module a named one
   * @throws IllegalArgumentException if it has no name, since that would be all class paths
   */
  public static void allow(Module module) {
    if (!module.isNamed()) {
      throw new IllegalArgumentException("native access is for named modules only");
    }
    grant.accept(module);
  }
}
