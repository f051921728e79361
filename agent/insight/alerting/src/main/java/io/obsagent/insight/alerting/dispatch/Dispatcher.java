// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.EscalationStep;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.OnCallSchedule;
import io.obsagent.insight.alerting.config.Route;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.log.AgentLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Alertmanager's core: alerts into groups, groups into notifications at their times, each compared
 * with the notification log. It has no clock and no thread: whoever drives it passes the time in.
 *
 * <pre>
 * receive → route → group ─ group_wait, group_interval ─► flush → mute → log → {@link Outbox}
 * </pre>
 *
 * Guarded by its owner's lock.
 */
final class Dispatcher {
  static final int MAX_GROUPS = 10_000;
  private static final Duration GARBAGE_INTERVAL = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration KEEP_TOLD = Duration.ofDays(5);
  private static final Duration KEEP_RESOLVED = Duration.ofMinutes(15);

  private record GroupKey(String route, Labels labels) {
    /** Written out, as is {@code equals}: for a record's own the JVM makes classes. */
    @Override
    public int hashCode() {
      return 31 * route.hashCode() + labels.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GroupKey key && route.equals(key.route) && labels.equals(key.labels);
    }
  }

  private final NotifyConfig config;
  private final Map<String, List<Channel>> channels;
  private final AlertStore alerts;
  private final NotificationLog log;
  private final Muting muting;
  private final Outbox outbox;
  private final String externalUrl;
  private final UnaryOperator<Instant> shown;
  private final AtomicLong droppedAlerts;
  private final Map<GroupKey, AlertGroup> groups = new LinkedHashMap<>();
  private Instant nextGarbage = Instant.EPOCH;

  Dispatcher(
      NotifyConfig config,
      Map<String, List<Channel>> channels,
      AlertStore alerts,
      NotificationLog log,
      Outbox outbox,
      String externalUrl,
      UnaryOperator<Instant> shown,
      AtomicLong droppedAlerts) {
    this.config = config;
    this.channels = channels;
    this.alerts = alerts;
    this.log = log;
    this.muting = new Muting(config, alerts, log, shown);
    this.shown = shown;
    this.outbox = outbox;
    this.externalUrl = externalUrl;
    this.droppedAlerts = droppedAlerts;
    alerts.inhibitBy(config.inhibitRules);
  }

  void receive(List<Alert> received, Instant now) {
    for (Alert alert : received) {
      StoredAlert stored =
          alert.labels().isEmpty() ? null : alerts.put(alert, config.resolveTimeout, now);
      if (stored == null) {
        droppedAlerts.incrementAndGet();
      } else {
        route(stored, now);
      }
    }
  }

  /** Groups again what is known already, after a change of configuration. */
  void regroup(Instant now) {
    for (StoredAlert alert : alerts.all()) {
      route(alert, now);
    }
  }

  private void route(StoredAlert alert, Instant now) {
    for (Route route : config.route.match(alert.labels())) {
      Labels labels = route.groupLabels(alert.labels());
      GroupKey key = new GroupKey(route.id(), labels);
      AlertGroup group = groups.get(key);
      if (group == null) {
        if (groups.size() >= MAX_GROUPS) {
          droppedAlerts.incrementAndGet();
          continue;
        }
        group = new AlertGroup(route, labels, now);
        groups.put(key, group);
      }
      group.insert(alert, now);
    }
  }

  /** Does all that is due and says when there is something to do next. */
  Instant tick(Instant now) {
    if (!nextGarbage.isAfter(now)) {
      collectGarbage(now);
    }
    Instant next = nextGarbage;
    for (AlertGroup group : groups.values()) {
      if (!group.next.isAfter(now)) {
        tryFlush(group, now);
      }
      next = group.next.isBefore(next) ? group.next : next;
    }
    return next;
  }

  /** One bad group must not end all alerting; it is seen in the count, and tried again. */
  private void tryFlush(AlertGroup group, Instant now) {
    try {
      flush(group, now);
    } catch (Throwable e) {
      droppedAlerts.incrementAndGet();
      group.next = now.plus(AFTER_FAILURE);
      AgentLog.limited(
          AgentLog.Level.WARN,
          "alerting.group",
          "alerting: group " + group.labels + " failed and is tried again: " + e);
    }
  }

  private void collectGarbage(Instant now) {
    nextGarbage = now.plus(GARBAGE_INTERVAL);
    groups.values().removeIf(AlertGroup::isEmpty);
    alerts.collectGarbage(now.minus(KEEP_RESOLVED));
    log.collectGarbage(now);
  }

  private void flush(AlertGroup group, Instant now) {
    List<Notification.Item> all = group.flush(now);
    if (all.isEmpty()) {
      return;
    }
    List<Notification.Item> audible = muting.audible(group.route, all, now);
    Set<Long> firing = new HashSet<>();
    Set<Long> resolved = new HashSet<>();
    for (Notification.Item item : audible) {
      (item.firing() ? firing : resolved).add(item.stored().fingerprint());
    }
    for (Notification.Item item : all) {
      if (!item.firing()) {
        log.removeAcknowledgement(item.stored().fingerprint());
      }
    }
    boolean acknowledged = isAcknowledged(firing);
    if (!firing.isEmpty() && group.incidentStart == null) {
      group.incidentStart = now;
    }
    boolean waits = false;
    if (!audible.isEmpty()) {
      for (String receiver : receivers(group, firing, acknowledged, now)) {
        for (Channel channel : channels.getOrDefault(receiver, List.of())) {
          waits |= tell(group, channel, audible, all, firing, resolved, acknowledged, now);
        }
      }
    }
    if (!waits) {
      group.removeResolved(all);
    }
    if (firing.isEmpty()) {
      group.incidentStart = null;
    }
  }

  private boolean isAcknowledged(Set<Long> firing) {
    for (long fingerprint : firing) {
      if (log.acknowledgement(fingerprint) == null) {
        return false;
      }
    }
    return !firing.isEmpty();
  }

  /** The route's receiver and those that escalation has reached. */
  private Set<String> receivers(
      AlertGroup group, Set<Long> firing, boolean acknowledged, Instant now) {
    Set<String> names = new LinkedHashSet<>();
    names.add(onCall(group.route.receiver(), now));
    List<EscalationStep> steps = group.route.escalation();
    Instant start = group.incidentStart;
    for (int i = 0; i < steps.size(); i++) {
      EscalationStep step = steps.get(i);
      Instant due = start == null ? Instant.MAX : start.plus(step.after());
      boolean held = step.unlessAcknowledged() && acknowledged;
      if (!firing.isEmpty() && !due.isAfter(now) && !held) {
        group.stepsTaken.add(i);
      } else if (due.isAfter(now) && due.isBefore(group.next)) {
        group.next = due;
      }
      String receiver = onCall(step.receiver(), now);
      if (group.stepsTaken.contains(i) || wasTold(group, receiver)) {
        names.add(receiver);
      }
    }
    return names;
  }

  /** Whoever was told that it fires is told that it ended, whatever was restarted in between. */
  private boolean wasTold(AlertGroup group, String receiver) {
    for (Channel channel : channels.getOrDefault(receiver, List.of())) {
      NotificationLog.Entry entry = log.entry(logKey(group, channel));
      if (entry != null && !entry.firing().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private String onCall(String name, Instant now) {
    OnCallSchedule schedule = config.schedules.get(name);
    return schedule == null ? name : schedule.receiver(shown.apply(now));
  }

  private static String logKey(AlertGroup group, Channel channel) {
    // Hashed, because group labels have no bound of their own.
    return Notification.sha256(group.id() + " " + channel.id);
  }

  /** True if a delivery is under way. */
  private boolean tell(
      AlertGroup group,
      Channel channel,
      List<Notification.Item> audible,
      List<Notification.Item> all,
      Set<Long> firing,
      Set<Long> resolved,
      boolean acknowledged,
      Instant now) {
    String key = logKey(group, channel);
    NotificationLog.Entry entry = log.entry(key);
    String reason =
        NotificationDue.reason(
            entry,
            firing,
            resolved,
            channel.sendResolved,
            acknowledged ? Duration.ofDays(3650) : group.route.repeatInterval(),
            now);
    if (reason.isEmpty()) {
      return outbox.isPending(key);
    }
    List<Notification.Item> told = new ArrayList<>(audible);
    told.removeIf(item -> !item.firing() && !channel.sendResolved);
    if (told.isEmpty()) {
      record(key, group, firing, resolved, now);
      return false;
    }
    Notification notification =
        new Notification(
            channel.receiver,
            group.key(),
            group.labels,
            told,
            externalUrl,
            now,
            group.route.labels(),
            reason);
    outbox.add(new Delivery(group, channel, key, notification, firing, resolved, all, now));
    return true;
  }

  private void record(
      String key, AlertGroup group, Set<Long> firing, Set<Long> resolved, Instant now) {
    // Kept beyond the next repetition, because an acknowledgement suspends repetitions.
    Duration keep = group.route.repeatInterval().multipliedBy(2);
    Instant expires = now.plus(keep.compareTo(KEEP_TOLD) < 0 ? KEEP_TOLD : keep);
    log.put(key, new NotificationLog.Entry(firing, resolved, now, expires));
  }

  /** A delivery has arrived. */
  void delivered(Delivery delivery, Instant now) {
    record(delivery.logKey, delivery.group, delivery.firing, delivery.resolved, now);
    if (!outbox.isPending(delivery.group)) {
      delivery.group.removeResolved(delivery.all);
    }
  }

  /** Every firing alert and what becomes of it. */
  List<AlertView> views(Instant now) {
    List<AlertView> views = new ArrayList<>();
    for (StoredAlert alert : alerts.all()) {
      if (alert.isResolved(now)) {
        continue;
      }
      List<String> names = new ArrayList<>();
      for (Route route : config.route.match(alert.labels())) {
        names.add(route.receiver());
      }
      views.add(
          new AlertView(
              alert.alert(),
              names,
              muting.reason(alert, now),
              log.acknowledgement(alert.fingerprint())));
    }
    return views;
  }
}
