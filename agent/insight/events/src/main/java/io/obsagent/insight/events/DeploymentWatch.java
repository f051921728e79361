// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A start with another version than the last time is a deployment, which is complete when the
 * process is ready for the first time. Guarded by the feature.
 */
final class DeploymentWatch {
  /** What the agent calls itself among those that tell of events. */
  static final String SOURCE = "agent";

  /** What has had no request for so long since it began may never have one. */
  private static final long UNASKED_MILLIS = Duration.ofMinutes(2).toMillis();

  private final EventStore store;
  private final AppVersion version;
  private final Map<String, String> resource;
  private final long startMillis;
  private boolean pending;

  /**
   * @param startMillis when the process started
   */
  DeploymentWatch(
      EventStore store, AppVersion version, Map<String, String> resource, long startMillis) {
    this.store = store;
    this.version = version;
    this.resource = resource;
    this.startMillis = startMillis;
    pending = !version.key().equals(lastKey());
    if (pending) {
      if (version.commitMillis() > 0) {
        add(EventTypes.CHANGE, version.commit(), version.commitMillis(), Map.of());
      }
      deployment(EventTypes.STARTED, startMillis);
    }
  }

  /** Looks whether the process is ready, as long as that matters. */
  void cycle(long timeMillis, BooleanSupplier running) {
    if (pending && running.getAsBoolean() && isReady(timeMillis, Health.components())) {
      pending = false;
      deployment(EventTypes.SUCCESS, timeMillis);
    }
  }

  /**
   * Whether all checks for readiness pass. Where there is none, an agent is ready before its
   * application: then a first request has been answered, or there was time enough to be asked.
   */
  private boolean isReady(long timeMillis, List<HealthComponent> components) {
    List<HealthComponent> readiness =
        components.stream()
            .filter(each -> each.weight() == HealthComponent.Weight.READINESS)
            .toList();
    boolean passed =
        readiness.stream()
            .allMatch(
                each ->
                    each.status() == HealthStatus.HEALTHY
                        || each.status() == HealthStatus.DEGRADED);
    return passed
        && (!readiness.isEmpty()
            || timeMillis - startMillis >= UNASKED_MILLIS
            || components.stream().anyMatch(DeploymentWatch::isAsked));
  }

  private static boolean isAsked(HealthComponent component) {
    return component.kind().equals("requests") && component.traffic().calls() > 0;
  }

  /** Of the version that served last; empty if none is known. */
  private String lastKey() {
    String last = "";
    for (Event event : done()) {
      last = event.attribute("release");
    }
    return last;
  }

  private List<Event> done() {
    return store.select(
        event ->
            event.type().equals(EventTypes.DEPLOYMENT)
                && event.source().equals(SOURCE)
                && event.attribute(EventTypes.STATUS).equals(EventTypes.SUCCESS));
  }

  private void deployment(String status, long timeMillis) {
    Map<String, String> more = new LinkedHashMap<>();
    String last = lastKey();
    more.put(EventTypes.STATUS, status);
    more.put(EventTypes.VERSION, version.version());
    more.put(EventTypes.COMMIT, version.commit());
    more.put("release", version.key());
    more.put("previous", last);
    boolean before =
        done().stream().anyMatch(event -> event.attribute("release").equals(version.key()));
    if (before && !last.equals(version.key())) {
      more.put("rollback", "true");
      more.put(EventTypes.REWORK, "true");
    }
    add(EventTypes.DEPLOYMENT, version.key() + '@' + startMillis, timeMillis, more);
  }

  private void add(String type, String subject, long timeMillis, Map<String, String> more) {
    String service = resource.getOrDefault("service.name", "unknown");
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(EventTypes.SUBJECT, subject);
    attributes.put(EventTypes.SERVICE, service);
    attributes.put(
        EventTypes.ENVIRONMENT,
        resource.getOrDefault("deployment.environment.name", EventTypes.PRODUCTION));
    attributes.put("instance", resource.getOrDefault("host.name", ""));
    attributes.putAll(more);
    String status = more.getOrDefault(EventTypes.STATUS, "");
    String title =
        type.equals(EventTypes.CHANGE)
            ? "Commit " + subject
            : service
                + ' '
                + version.key()
                + (status.equals(EventTypes.SUCCESS) ? " serves" : " starts");
    store.add(
        new Event(
            SOURCE + ':' + type + ':' + subject + (status.isEmpty() ? "" : ':' + status),
            timeMillis,
            type,
            SOURCE,
            title,
            attributes));
  }
}
