// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.MatcherParser;
import io.obsagent.insight.alerting.config.Route;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Alerts of one route with the same group labels. Guarded by its dispatcher. */
public final class AlertGroup {
  final Route route;
  final Labels labels;

  /** When it is looked at next. */
  Instant next;

  /** Since when something of it fires that somebody was told about. */
  @Nullable Instant incidentStart;

  /** Escalation steps that have been taken. */
  final Set<Integer> stepsTaken = new TreeSet<>();

  private final Map<Long, StoredAlert> alerts = new LinkedHashMap<>();
  private boolean flushed;

  public AlertGroup(Route route, Labels labels, Instant now) {
    this.route = route;
    this.labels = labels;
    this.next = now.plus(route.groupWait());
  }

  void insert(StoredAlert alert, Instant now) {
    alerts.put(alert.fingerprint(), alert);
    // An alert that has waited elsewhere, say through a restart, does not wait again.
    if (!flushed && alert.alert().startsAt().plus(route.groupWait()).isBefore(now)) {
      next = now;
    }
  }

  /** The alerts by job, instance and then all labels; sets the next time. */
  List<Notification.Item> flush(Instant now) {
    flushed = true;
    next = now.plus(route.groupInterval());
    List<Notification.Item> items = new ArrayList<>();
    for (StoredAlert alert : alerts.values()) {
      items.add(new Notification.Item(alert, !alert.isResolved(now)));
    }
    items.sort(
        (a, b) -> {
          for (String name : new String[] {"job", "instance"}) {
            int order = a.alert().labels().get(name).compareTo(b.alert().labels().get(name));
            if (order != 0) {
              return order;
            }
          }
          return a.alert().labels().compareTo(b.alert().labels());
        });
    return items;
  }

  /** Forgets resolved alerts that were told as such and have not come back since. */
  void removeResolved(List<Notification.Item> told) {
    for (Notification.Item item : told) {
      if (!item.firing()) {
        alerts.remove(item.stored().fingerprint(), item.stored());
      }
    }
    if (alerts.isEmpty()) {
      incidentStart = null;
      stepsTaken.clear();
    }
  }

  boolean isEmpty() {
    return alerts.isEmpty();
  }

  /** As Alertmanager writes it in a webhook. */
  public String key() {
    return route.key() + ":" + braces(labels);
  }

  /** Its identity in the notification log; the same after a restart. */
  String id() {
    return route.id() + ":" + braces(labels);
  }

  static String braces(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i > 0 ? ", " : "").append(labels.name(i)).append('=');
      text.append(MatcherParser.quote(labels.value(i)));
    }
    return text.append('}').toString();
  }
}
