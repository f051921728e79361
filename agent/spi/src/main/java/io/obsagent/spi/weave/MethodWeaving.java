// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.weave;

import org.jspecify.annotations.Nullable;

/**
 * Weaves methods that a selector chooses, and weaves again when it is replaced. Classes of the JDK
 * and of the agent are left alone, as are those older than Java 7. Thread-safe; waits for the JVM,
 * so not for a request's thread.
 */
public abstract class MethodWeaving {
  private static volatile @Nullable MethodWeaving installed;

  /** Called by core before services start. */
  public static void install(MethodWeaving weaving) {
    installed = weaving;
  }

  /**
   * @throws IllegalStateException where nothing is woven
   */
  public static MethodWeaving get() {
    MethodWeaving known = installed;
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
  public abstract int use(MethodSelector selector, ProbeLinker linker);

  /**
   * Shows a selector the loaded classes and their methods as their class files have them, and
   * weaves nothing, whatever it chooses.
   */
  public abstract void preview(MethodSelector selector);
}
