// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.List;

/**
 * Names of what belongs to nobody's request although a request's thread may start it, as the
 * instrumentations declare it: with a context it would make a trace that never ends, or mix up the
 * requests that share a connection. Thread-safe.
 */
public final class BackgroundTasks {
  private static volatile String[] prefixes = {};

  private BackgroundTasks() {}

  /** Called by core before the first class is woven. */
  public static void install(List<String> declared) {
    prefixes = declared.toArray(new String[0]);
  }

  /** Whether a class, of a task or a thread or of who starts one, is declared as such. */
  public static boolean contains(String className) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
