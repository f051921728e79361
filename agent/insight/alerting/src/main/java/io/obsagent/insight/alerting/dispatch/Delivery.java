// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.receivers.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A notification until it has arrived or been given up. Guarded by its dispatcher. */
final class Delivery {
  final AlertGroup group;
  final Channel channel;
  final String logKey;
  Notification notification;
  Set<Long> firing;
  Set<Long> resolved;
  List<Notification.Item> all;
  Instant nextAttempt;
  int attempts;
  boolean inFlight;

  Delivery(
      AlertGroup group,
      Channel channel,
      String logKey,
      Notification notification,
      Set<Long> firing,
      Set<Long> resolved,
      List<Notification.Item> all,
      Instant now) {
    this.group = group;
    this.channel = channel;
    this.logKey = logKey;
    this.notification = notification;
    this.firing = firing;
    this.resolved = resolved;
    this.all = all;
    this.nextAttempt = now;
  }

  /** Takes over what a later look at the group found; attempts and their delay stay. */
  void update(Delivery newer) {
    notification = newer.notification;
    firing = newer.firing;
    resolved = newer.resolved;
    all = newer.all;
  }
}
