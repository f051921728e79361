// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.event;

import io.obsagent.spi.log.AgentLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where business events go: to everyone who has asked for them. Thread-safe; events come on the
 * application's threads, so whoever takes them must be quick and must not wait.
 */
public final class BusinessEvents {
  private static final List<Consumer<BusinessEvent>> SINKS = new CopyOnWriteArrayList<>();

  private BusinessEvents() {}

  /** From now on a sink gets each event. Held strongly: for the agent's own parts. */
  public static void add(Consumer<BusinessEvent> sink) {
    SINKS.add(sink);
  }

  public static void remove(Consumer<BusinessEvent> sink) {
    SINKS.remove(sink);
  }

  /** Hands an event to all sinks; what one throws is told, and keeps the others from nothing. */
  public static void record(BusinessEvent event) {
    for (Consumer<BusinessEvent> sink : SINKS) {
      try {
        sink.accept(event);
      } catch (RuntimeException e) {
        AgentLog.limited(
            AgentLog.Level.WARN, "events", "an event '" + event.name() + "' is lost: " + e);
      }
    }
  }
}
