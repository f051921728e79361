// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What is known of the health of this process, by whoever knows it. Thread-safe; not for a
 * request's thread.
 */
public final class Health {
  private static final List<Supplier<List<HealthComponent>>> SOURCES = new CopyOnWriteArrayList<>();

  private Health() {}

  /**
   * Adds somebody who knows.
   *
   * @param source tells at once, from what it has: it must not wait for anything
   */
  public static void add(Supplier<List<HealthComponent>> source) {
    SOURCES.add(source);
  }

  public static void remove(Supplier<List<HealthComponent>> source) {
    SOURCES.remove(source);
  }

  /** All components now, in no particular order. */
  public static List<HealthComponent> components() {
    List<HealthComponent> all = new ArrayList<>();
    for (Supplier<List<HealthComponent>> source : SOURCES) {
      all.addAll(source.get());
    }
    return all;
  }
}
