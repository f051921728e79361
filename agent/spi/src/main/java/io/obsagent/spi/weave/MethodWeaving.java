// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.weave;

import org.jspecify.annotations.Nullable;

/**
 * Weaves methods that a selector chooses, and weaves again when it is replaced. Classes of the JDK
 * and of the agent are left alone, as are those older than Java 7. Thread-safe; waits for the JVM,
 * so not for a request's thread.
 */
public interface MethodWeaving {
  /** Holds the one of this agent. */
  final class Holder {
    private static volatile @Nullable MethodWeaving installed;

    private Holder() {}
  }

  /** Called by core before services start. */
  static void install(MethodWeaving weaving) {
    Holder.installed = weaving;
  }

  /**
   * @throws IllegalStateException where nothing is woven
   */
  static MethodWeaving get() {
    MethodWeaving known = Holder.installed;
    if (known == null) {
      throw new IllegalStateException("nothing is woven in this process");
    }
    return known;
  }

  /**
   * Puts a selector in the place of the one before, and weaves again those loaded classes for which
   * the two choose differently.
   *
   * @return how many classes were woven again
   */
  int use(MethodSelector selector, ProbeLinker linker);

  /**
   * Shows a selector the loaded classes and their methods as their class files have them, and
   * weaves nothing, whatever it chooses.
   */
  void preview(MethodSelector selector);
}
