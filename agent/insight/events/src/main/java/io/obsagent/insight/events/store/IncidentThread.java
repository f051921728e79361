// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.store;

import io.obsagent.spi.event.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of one incident together, from its begin to its last end. What is told to be
 * open after it had ended is the same incident again; so is an alert that fires again soon after it
 * was resolved.
 *
 * <pre>
 * opened ─► resolved ─► opened, reopened=true ─► resolved        one subject
 * </pre>
 */
public final class IncidentThread {
  /** So soon after its end, an alert of the same labels is the same trouble. */
  public static final long AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();

  private static final String REOPENED = "reopened";

  private IncidentThread() {}

  /**
   * Remembers an event; one of an incident as what it is to that.
   *
   * @return what is kept of it; null if it was known
   */
  public static @Nullable Event add(EventStore store, Event event) {
    if (!event.type().equals(EventTypes.INCIDENT)) {
      return store.add(event) ? event : null;
    }
    synchronized (store) {
      Event told = joined(store, event);
      List<Event> thread = thread(store, told);
      if (thread.isEmpty()) {
        return store.add(told) ? told : null;
      }
      Event last = thread.get(thread.size() - 1);
      boolean open = isOpen(told);
      if (open == isOpen(last) || told.epochMillis() < last.epochMillis()) {
        return store.add(told) ? told : null; // a begin that comes after its end, or nothing new
      }
      boolean again = thread.stream().anyMatch(each -> isOpen(each) == open);
      Event kept = again ? again(told, open) : told;
      return store.add(kept) ? kept : null;
    }
  }

  /** With the subject of an incident that it goes on with. */
  private static Event joined(EventStore store, Event event) {
    String fingerprint = event.attribute(EventTypes.FINGERPRINT);
    if (fingerprint.isEmpty() || !thread(store, event).isEmpty()) {
      return event;
    }
    Event last = null;
    for (Event each : store.select(other -> isOf(other, event, fingerprint))) {
      last = last == null || each.epochMillis() >= last.epochMillis() ? each : last;
    }
    if (last == null || !isOpen(last) && event.epochMillis() - last.epochMillis() > AGAIN_MILLIS) {
      return event;
    }
    String subject = event.attribute(EventTypes.SUBJECT);
    Map<String, String> attributes = new LinkedHashMap<>(event.attributes());
    attributes.put(EventTypes.SUBJECT, last.attribute(EventTypes.SUBJECT));
    String id = event.id().replace(subject, last.attribute(EventTypes.SUBJECT));
    return new Event(
        id, event.epochMillis(), event.type(), event.source(), event.title(), attributes);
  }

  private static boolean isOf(Event other, Event event, String fingerprint) {
    return other.type().equals(EventTypes.INCIDENT)
        && other.source().equals(event.source())
        && other.attribute(EventTypes.FINGERPRINT).equals(fingerprint);
  }

  /** What is known of an incident, by the times that it happened at. */
  private static List<Event> thread(EventStore store, Event event) {
    String subject = event.attribute(EventTypes.SUBJECT);
    List<Event> thread =
        store.select(
            other ->
                other.type().equals(EventTypes.INCIDENT)
                    && other.source().equals(event.source())
                    && other.attribute(EventTypes.SUBJECT).equals(subject));
    thread.sort((one, other) -> Long.compare(one.epochMillis(), other.epochMillis()));
    return thread;
  }

  private static boolean isOpen(Event event) {
    return !event.attribute(EventTypes.STATUS).equals(EventTypes.RESOLVED);
  }

  private static Event again(Event event, boolean open) {
    Map<String, String> attributes = new LinkedHashMap<>(event.attributes());
    if (open) {
      attributes.put(REOPENED, "true");
    }
    return new Event(
        event.id() + '@' + event.epochMillis(),
        event.epochMillis(),
        event.type(),
        event.source(),
        event.title(),
        attributes);
  }
}
