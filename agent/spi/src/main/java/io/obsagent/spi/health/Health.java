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

  private static volatile int agentPort;

  private Health() {}

  /** The agent's own port, from now on: what listens there is not the application. */
  public static void agentListensAt(int port) {
    agentPort = port;
  }

  /** The agent's own port; 0 if it has none. */
  public static int agentPort() {
    return agentPort;
  }

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
