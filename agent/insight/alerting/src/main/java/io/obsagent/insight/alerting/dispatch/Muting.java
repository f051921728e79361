// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.MaintenanceWindow;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.Route;
import io.obsagent.insight.alerting.config.TimeInterval;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Decides which alerts of a group nobody is to be told about now. */
final class Muting {
  private final NotifyConfig config;
  private final AlertStore alerts;
  private final NotificationLog log;
  private final UnaryOperator<Instant> shown;

  /**
   * @param shown from the notifier's time to that of people's clocks, by which they work and sleep
   */
  Muting(
      NotifyConfig config, AlertStore alerts, NotificationLog log, UnaryOperator<Instant> shown) {
    this.shown = shown;
    this.config = config;
    this.alerts = alerts;
    this.log = log;
  }

  List<Notification.Item> audible(Route route, List<Notification.Item> items, Instant now) {
    List<Notification.Item> audible = new ArrayList<>();
    if (isMuted(route, now)) {
      return audible;
    }
    List<MaintenanceWindow> open = new ArrayList<>();
    for (MaintenanceWindow window : config.maintenanceWindows) {
      if (window.isOpen(shown.apply(now))) {
        open.add(window);
      }
    }
    for (Notification.Item item : items) {
      if (reason(item.stored(), open, now).isEmpty()) {
        audible.add(item);
      }
    }
    return audible;
  }

  private boolean isMuted(Route route, Instant now) {
    boolean active = route.activeTimeIntervals().isEmpty();
    for (String name : route.activeTimeIntervals()) {
      active |= isIn(name, now);
    }
    for (String name : route.muteTimeIntervals()) {
      active &= !isIn(name, now);
    }
    return !active;
  }

  private boolean isIn(String name, Instant now) {
    for (TimeInterval interval : config.timeIntervals.getOrDefault(name, List.of())) {
      if (interval.contains(shown.apply(now))) {
        return true;
      }
    }
    return false;
  }

  private String reason(StoredAlert alert, List<MaintenanceWindow> open, Instant now) {
    if (alerts.isInhibited(alert, now)) {
      return "inhibited";
    }
    Labels labels = alert.labels();
    for (Silence silence : log.silences()) {
      if (silence.mutes(labels, now)) {
        return "silenced by " + silence.id();
      }
    }
    for (MaintenanceWindow window : open) {
      if (window.covers(labels)) {
        return "maintenance window " + window.name();
      }
    }
    return "";
  }

  /** Why an alert would not be told now, or empty. */
  String reason(StoredAlert alert, Instant now) {
    List<MaintenanceWindow> open = new ArrayList<>(config.maintenanceWindows);
    open.removeIf(window -> !window.isOpen(shown.apply(now)));
    return reason(alert, open, now);
  }
}
