// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many incidents there were, of those that are remembered: one that opens again is the same.
 * Thread-safe.
 */
final class IncidentCounts {
  static final MetricDefinition ALL =
      counter("incidents_total", "Incidents that have begun, and those that have ended.");

  static final MetricDefinition SECURITY =
      counter(
          "security_incidents_total", "Incidents of the category security, as incidents_total.");

  /** So long a series that is new stands at 0, so that what it has grown by can be seen. */
  private static final long NEW_MILLIS = Duration.ofMinutes(1).toMillis();

  private static final int MAX_SERIES = 200;
  private static final String SECURITY_CATEGORY = "security";

  private final EventStore store;
  private final InstantSource clock;
  private final Map<List<String>, Long> since = new TreeMap<>(IncidentCounts::compare);
  private Map<List<String>, Integer> all = Map.of();
  private Map<List<String>, Integer> security = Map.of();
  private long countedOf = -1;

  IncidentCounts(EventStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private static MetricDefinition counter(String name, String help) {
    return MetricDefinition.counter(name, help)
        .unit("{incident}")
        .labels("service", "environment", "outcome")
        .asOlderThanProcess();
  }

  private static int compare(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }

  synchronized List<MetricFamily> collect() {
    if (countedOf != store.added()) {
      count();
    }
    List<MetricFamily> families = new ArrayList<>();
    if (!all.isEmpty()) {
      families.add(family(ALL, all));
    }
    if (!security.isEmpty()) {
      families.add(family(SECURITY, security));
    }
    return families;
  }

  private void count() {
    boolean first = countedOf < 0;
    countedOf = store.added();
    all = new TreeMap<>(IncidentCounts::compare);
    security = new TreeMap<>(IncidentCounts::compare);
    Set<String> known = new HashSet<>();
    Set<String> ofSecurity = new HashSet<>();
    for (Event event : store.select(each -> each.type().equals(EventTypes.INCIDENT))) {
      String subject = event.source() + ':' + event.attribute(EventTypes.SUBJECT);
      boolean secure = event.attribute(EventTypes.CATEGORY).equalsIgnoreCase(SECURITY_CATEGORY);
      if (secure) {
        ofSecurity.add(subject);
      }
      String outcome = event.attribute(EventTypes.STATUS);
      if (known.add(subject + ' ' + outcome)) {
        add(all, event, outcome);
        if (ofSecurity.contains(subject)) {
          add(security, event, outcome);
        }
      }
    }
    long now = first ? clock.millis() - NEW_MILLIS : clock.millis();
    all.keySet().forEach(labels -> since.putIfAbsent(key(ALL, labels), now));
    security.keySet().forEach(labels -> since.putIfAbsent(key(SECURITY, labels), now));
  }

  private static void add(Map<List<String>, Integer> counts, Event event, String outcome) {
    List<String> labels =
        List.of(
            event.attribute(EventTypes.SERVICE), event.attribute(EventTypes.ENVIRONMENT), outcome);
    if (counts.size() < MAX_SERIES || counts.containsKey(labels)) {
      counts.merge(labels, 1, Integer::sum);
    }
  }

  private static List<String> key(MetricDefinition definition, List<String> labels) {
    List<String> key = new ArrayList<>(labels);
    key.add(definition.name());
    return List.copyOf(key);
  }

  private MetricFamily family(MetricDefinition definition, Map<List<String>, Integer> counts) {
    List<MetricFamily.Point> points = new ArrayList<>();
    counts.forEach(
        (labels, count) -> {
          boolean fresh = clock.millis() - since.get(key(definition, labels)) < NEW_MILLIS;
          points.add(new NumberPoint(labels, fresh ? 0 : count, null));
        });
    return new MetricFamily(definition, points);
  }
}
