// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the application wants asked for its health, from an API. Held weakly: whoever adds a check
 * keeps it as long as it shall be asked. Thread-safe.
 */
public final class ApplicationChecks {
  private static final int MAX_CHECKS = 50;
  private static final String NAME = "\\w[\\w .:/-]{0,63}";
  private static final Map<String, WeakReference<Callable<Boolean>>> CHECKS = new LinkedHashMap<>();

  private ApplicationChecks() {}

  /**
   * Adds a check, in the place of one with the same name.
   *
   * @param name at most 64 letters, digits, spaces and {@code _ . : / -}
   * @param check false or what is thrown is no good sign; called on a thread of the agent's
   * @return false if the name is no name, or there are 50 already
   */
  public static boolean add(String name, Callable<Boolean> check) {
    synchronized (CHECKS) {
      CHECKS.values().removeIf(each -> each.refersTo(null));
      if (!name.matches(NAME) || CHECKS.size() >= MAX_CHECKS && !CHECKS.containsKey(name)) {
        return false;
      }
      CHECKS.put(name, new WeakReference<>(check));
      return true;
    }
  }

  /** Those that are still there, by name, in the order in which they came. */
  public static Map<String, WeakReference<Callable<Boolean>>> all() {
    synchronized (CHECKS) {
      CHECKS.values().removeIf(each -> each.refersTo(null));
      return new LinkedHashMap<>(CHECKS);
    }
  }
}
