// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.alert.IncidentLog;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One incident for each budget that is broken: while it is spent, or burns so fast that somebody is
 * called. Whoever remembers incidents knows them over a restart. Cycles are of one thread,
 * everything else may be asked by others.
 */
final class Incidents {
  private static final String NAME = "ObjectiveBroken";
  private static final Set<String> CALLING = Set.of("critical", "page");
  private static final String SUBJECT = "subject";
  private static final String RESOLVED = "resolved";

  /** A rule that held before a restart is evaluated once before it holds again. */
  private static final int PATIENCE = 2;

  /**
   * A time in which an objective was broken.
   *
   * @param end null while it is
   */
  record Incident(String title, String severity, Instant start, @Nullable Instant end) {}

  private final Alerts alerts;
  private final Firing firing;
  private final Map<Labels, Open> open = new HashMap<>();
  private final Set<Labels> looked = new HashSet<>();
  private volatile Set<String> ids = Set.of();
  private boolean left;

  /** One that lasts, and in how many looks at it nothing was broken. */
  private record Open(Alert alert, Instant seen, int absent) {}

  Incidents(Alerts alerts, Firing firing) {
    this.alerts = alerts;
    this.firing = firing;
  }

  /** Looks at all budgets. */
  void cycle(List<Measured> all, Instant now) {
    IncidentLog log = alerts.incidents();
    if (log == null) {
      return;
    }
    Set<String> known = ConcurrentHashMap.newKeySet();
    all.forEach(measured -> known.add(measured.objective().id()));
    ids = known;
    if (!left) {
      left = true;
      log.leave(alert -> ids.contains(alert.labels().get("sloth_id")));
    }
    Map<Labels, Open> before = new HashMap<>(open);
    for (Measured measured : all) {
      for (Tally tally : measured.tallies()) {
        Labels key = labels(measured.objective(), tally.group());
        Open last = before.remove(key);
        Open lasts = looked.add(key) ? adopted(log, key, now) : last;
        look(log, key, lasts, measured.objective(), tally, now);
      }
    }
    before.forEach((key, gone) -> end(log, key, gone));
    looked.removeAll(before.keySet());
  }

  private void look(
      IncidentLog log,
      Labels key,
      @Nullable Open last,
      Objective objective,
      Tally tally,
      Instant now) {
    Alert broken = broken(key, objective, tally, now);
    if (broken != null) {
      Alert told = last == null ? broken : last.alert();
      open.put(key, new Open(told, now, 0));
      log.tell(told);
    } else if (last != null && last.absent() + 1 >= PATIENCE) {
      end(log, key, last);
    } else if (last != null) {
      open.put(key, new Open(last.alert(), last.seen(), last.absent() + 1));
      log.tell(last.alert());
    }
  }

  private void end(IncidentLog log, Labels key, Open gone) {
    open.remove(key);
    log.tell(gone.alert().endingAt(gone.seen()));
  }

  private @Nullable Alert broken(Labels key, Objective objective, Tally tally, Instant now) {
    Instant since = null;
    String why = "";
    for (Firing.Episode episode : firing.of(objective, tally.group())) {
      boolean calls = episode.end() == null && CALLING.contains(episode.severity());
      if (calls && (since == null || episode.start().isBefore(since))) {
        since = episode.start();
        why = episode.name();
      }
    }
    boolean spent = Attainment.of(objective, tally, now).status() == Attainment.Status.BREACHED;
    if (since == null && !spent) {
      return null;
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    String name = objective.id() + (tally.group().isEmpty() ? "" : " " + tally.group());
    annotations.put("summary", name + (spent ? " has spent its error budget" : ": " + why));
    annotations.put("group", tally.group().isEmpty() ? "" : tally.group().toString());
    return Alert.firing(key, annotations, since == null ? now : since);
  }

  private static Labels labels(Objective objective, Labels group) {
    Map<String, String> labels = new HashMap<>(group.toMap());
    labels.put("alertname", NAME);
    labels.put("severity", "critical");
    labels.put("sloth_id", objective.id());
    labels.put("service", objective.service());
    return Labels.of(labels);
  }

  /** One that a process before has left open. */
  private static @Nullable Open adopted(IncidentLog log, Labels key, Instant now) {
    String begin = Alert.hex(Alert.fingerprint(key)) + '@';
    Instant start = null;
    for (Event event : log.incidents(each -> each.attribute(SUBJECT).startsWith(begin))) {
      boolean ended = event.attribute("status").equals(RESOLVED);
      start = ended ? null : Instant.ofEpochMilli(event.epochMillis());
    }
    return start == null ? null : new Open(Alert.firing(key, Map.of(), start), now, 0);
  }

  Firing firing() {
    return firing;
  }

  /** Those of one budget in the time from one instant to another, the oldest first. */
  List<Incident> of(Objective objective, Labels group, Instant from, Instant to) {
    IncidentLog log = alerts.incidents();
    if (log == null) {
      return List.of();
    }
    String wanted = group.isEmpty() ? "" : group.toString();
    Map<String, Incident> found = new LinkedHashMap<>();
    for (Event event :
        log.incidents(
            each ->
                each.attribute("objective").equals(objective.id())
                    && each.attribute("group").equals(wanted))) {
      Instant time = Instant.ofEpochMilli(event.epochMillis());
      boolean ended = event.attribute("status").equals(RESOLVED);
      Incident before = found.get(event.attribute(SUBJECT));
      found.put(
          event.attribute(SUBJECT),
          new Incident(
              event.title(),
              event.attribute("severity"),
              before == null ? time : before.start(),
              ended ? time : null));
    }
    List<Incident> within = new ArrayList<>();
    for (Incident incident : found.values()) {
      Instant end = incident.end();
      if (incident.start().isBefore(to) && (end == null || !end.isBefore(from))) {
        within.add(incident);
      }
    }
    return within;
  }
}
