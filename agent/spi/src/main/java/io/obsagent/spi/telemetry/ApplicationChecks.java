// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the application, or a framework that it is built on, knows of its own health. Held weakly:
 * whoever adds a check keeps it as long as it shall be asked. Thread-safe.
 */
public final class ApplicationChecks {
  private static final int MAX_CHECKS = 100;
  private static final String NAME = "\\w[\\w .:/-]{0,63}";
  private static final Map<String, Added> CHECKS = new LinkedHashMap<>();

  private static volatile boolean used;

  private ApplicationChecks() {}

  /**
   * A check.
   *
   * @param check what it comes to: true, null and an empty text are well; false, another text that
   *     says what is wrong, and whatever is thrown are not
   * @param offered whether it costs the application something to be asked: a connection of its
   *     pool, or a call of another system
   */
  public record Added(WeakReference<Callable<?>> check, boolean offered) {}

  /** Whether there ever was one: in most processes there is none to look for. */
  public static boolean isUsed() {
    return used;
  }

  /**
   * Adds a check, in the place of one with the same name.
   *
   * @param name at most 64 letters, digits, spaces and {@code _ . : / -}
   * @param check called on a thread of the agent's
   * @return false if the name is no name, or there are 100 already
   */
  public static boolean add(String name, Callable<?> check) {
    return put(name, new Added(new WeakReference<>(check), false));
  }

  /** The same, but it is asked only where somebody says so. */
  public static boolean offer(String name, Callable<?> check) {
    return put(name, new Added(new WeakReference<>(check), true));
  }

  private static boolean put(String name, Added added) {
    synchronized (CHECKS) {
      CHECKS.values().removeIf(each -> each.check().refersTo(null));
      if (!name.matches(NAME) || CHECKS.size() >= MAX_CHECKS && !CHECKS.containsKey(name)) {
        return false;
      }
      CHECKS.put(name, added);
      used = true;
      return true;
    }
  }

  /** Those that are still there, by name, in the order in which they came. */
  public static Map<String, Added> all() {
    synchronized (CHECKS) {
      CHECKS.values().removeIf(each -> each.check().refersTo(null));
      return new LinkedHashMap<>(CHECKS);
    }
  }
}
