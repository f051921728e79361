// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.insight.events.store.IncidentThread;
import io.obsagent.spi.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A critical alert opens an incident, and its end closes it; one that nobody tells of any more, as
 * after a restart without it, counts as ended, and one that fires again soon is the same.
 * Thread-safe.
 */
final class IncidentWatch {
  /** Firing alerts are told of at least once a minute. */
  private static final long FORGOTTEN_MILLIS = Duration.ofMinutes(15).toMillis();

  private static final int MAX_OPEN = 1_000;

  private final EventStore store;
  private final Map<String, String> resource;

  /** By the fingerprints of their alerts. */
  private final Map<String, Event> open = new LinkedHashMap<>();

  /** When an open incident was told of last, by its fingerprint. */
  private final Map<String, Long> seen = new HashMap<>();

  IncidentWatch(EventStore store, Map<String, String> resource, long nowMillis) {
    this.store = store;
    this.resource = resource;
    for (Event event :
        store.select(
            each ->
                each.type().equals(EventTypes.INCIDENT)
                    && each.source().equals(DeploymentWatch.SOURCE))) {
      String fingerprint = fingerprint(event);
      if (event.attribute(EventTypes.STATUS).equals(EventTypes.OPENED)) {
        open.put(fingerprint, event);
        seen.put(fingerprint, nowMillis);
      } else {
        open.remove(fingerprint);
        seen.remove(fingerprint);
      }
    }
  }

  private static String fingerprint(Event event) {
    String subject = event.attribute(EventTypes.SUBJECT);
    int at = subject.indexOf('@');
    return at < 0 ? subject : subject.substring(0, at);
  }

  synchronized void receive(Alert alert, Instant now) {
    String fingerprint = alert.fingerprintHex();
    if (!alert.isResolved(now)) {
      if (!open.containsKey(fingerprint) && open.size() < MAX_OPEN) {
        opened(alert, fingerprint);
      }
      if (open.containsKey(fingerprint)) {
        seen.put(fingerprint, now.toEpochMilli());
      }
    } else if (open.containsKey(fingerprint)) {
      Instant end = alert.endsAt();
      close(fingerprint, end == null ? now.toEpochMilli() : end.toEpochMilli());
    }
  }

  /** Ends what nobody has told of for long. */
  synchronized void cycle(long nowMillis) {
    for (Map.Entry<String, Long> last : Map.copyOf(seen).entrySet()) {
      if (nowMillis - last.getValue() > FORGOTTEN_MILLIS) {
        close(last.getKey(), nowMillis);
      }
    }
  }

  private void opened(Alert alert, String fingerprint) {
    String subject = fingerprint + '@' + alert.startsAt().toEpochMilli();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(EventTypes.SUBJECT, subject);
    attributes.put(EventTypes.FINGERPRINT, fingerprint);
    attributes.put(EventTypes.STATUS, EventTypes.OPENED);
    String service = alert.labels().get("service");
    attributes.put(
        EventTypes.SERVICE,
        service.isEmpty() ? resource.getOrDefault("service.name", "unknown") : service);
    attributes.put(
        EventTypes.ENVIRONMENT,
        resource.getOrDefault("deployment.environment.name", EventTypes.PRODUCTION));
    attributes.put("instance", resource.getOrDefault("host.name", ""));
    attributes.put("alert", alert.name());
    attributes.put("severity", alert.labels().get("severity"));
    attributes.put(EventTypes.CATEGORY, alert.labels().get(EventTypes.CATEGORY));
    attributes.put("objective", alert.labels().get("sloth_id"));
    attributes.put("group", alert.annotations().getOrDefault("group", ""));
    String summary = alert.annotations().getOrDefault("summary", "");
    Event event =
        new Event(
            DeploymentWatch.SOURCE + ":incident:" + subject + ':' + EventTypes.OPENED,
            alert.startsAt().toEpochMilli(),
            EventTypes.INCIDENT,
            DeploymentWatch.SOURCE,
            summary.isEmpty() ? alert.name() : alert.name() + ": " + summary,
            attributes);
    Event kept = IncidentThread.add(store, event);
    open.put(fingerprint, kept == null ? event : kept);
  }

  private void close(String fingerprint, long timeMillis) {
    seen.remove(fingerprint);
    Event event = open.remove(fingerprint);
    if (event == null) {
      return;
    }
    Map<String, String> attributes = new LinkedHashMap<>(event.attributes());
    attributes.put(EventTypes.STATUS, EventTypes.RESOLVED);
    attributes.remove("reopened");
    String subject = event.attribute(EventTypes.SUBJECT);
    IncidentThread.add(
        store,
        new Event(
            DeploymentWatch.SOURCE + ":incident:" + subject + ':' + EventTypes.RESOLVED,
            timeMillis,
            EventTypes.INCIDENT,
            DeploymentWatch.SOURCE,
            event.title(),
            attributes));
  }
}
