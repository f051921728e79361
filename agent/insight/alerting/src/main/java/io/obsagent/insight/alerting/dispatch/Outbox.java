// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.DeliveryPolicy;
import io.obsagent.insight.alerting.receivers.DeliveryException;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notifications that have not arrived yet, at most one for a group and a channel: a later one takes
 * the place of one that waits. Guarded by its owner's lock.
 */
final class Outbox {
  static final int MAX_DELIVERIES = 10_000;

  private final DeliveryPolicy policy;
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

  Outbox(DeliveryPolicy policy) {
    this.policy = policy;
  }

  void add(Delivery delivery) {
    Delivery waiting = deliveries.get(delivery.logKey);
    if (waiting == null && deliveries.size() >= MAX_DELIVERIES) {
      delivery.channel.dropped.incrementAndGet();
    } else if (waiting == null) {
      deliveries.put(delivery.logKey, delivery);
    } else if (!waiting.inFlight) {
      waiting.update(delivery);
    }
  }

  boolean isPending(String logKey) {
    return deliveries.containsKey(logKey);
  }

  boolean isPending(AlertGroup group) {
    for (Delivery delivery : deliveries.values()) {
      if (delivery.group == group) {
        return true;
      }
    }
    return false;
  }

  /** Deliveries to be attempted now; they count as in flight. */
  List<Delivery> takeDue(Instant now) {
    List<Delivery> due = new ArrayList<>();
    for (Delivery delivery : deliveries.values()) {
      if (delivery.inFlight || delivery.nextAttempt.isAfter(now)) {
        continue;
      }
      Duration wait = delivery.channel.acquire(now);
      if (wait.isZero()) {
        delivery.inFlight = true;
        due.add(delivery);
      } else {
        delivery.nextAttempt = now.plus(wait);
      }
    }
    return due;
  }

  /** When a waiting delivery is due next. */
  Instant next() {
    Instant next = Instant.MAX;
    for (Delivery delivery : deliveries.values()) {
      if (!delivery.inFlight && delivery.nextAttempt.isBefore(next)) {
        next = delivery.nextAttempt;
      }
    }
    return next;
  }

  void arrived(Delivery delivery) {
    delivery.channel.sent.incrementAndGet();
    Problems.clear(delivery.channel.area());
    deliveries.remove(delivery.logKey, delivery);
  }

  /** Schedules another attempt, or gives up: the next look at the group will start anew. */
  void failed(Delivery delivery, DeliveryException failure, Instant now) {
    Channel channel = delivery.channel;
    delivery.inFlight = false;
    channel.failed.incrementAndGet();
    channel.lastError = String.valueOf(failure.getMessage());
    Problems.set(
        channel.area(), "alerting: receiver " + channel.id + " is not told: " + channel.lastError);
    delivery.attempts++;
    if (failure.isRetryable() && delivery.attempts <= policy.retries()) {
      delivery.nextAttempt = now.plus(failure.delay(policy.delayAfter(delivery.attempts)));
      tell(channel, "tried again at " + delivery.nextAttempt);
    } else {
      tell(channel, "given up");
      channel.deadLetters.incrementAndGet();
      deliveries.remove(delivery.logKey, delivery);
    }
  }

  private static void tell(Channel channel, String whatNext) {
    AgentLog.limited(
        AgentLog.Level.WARN,
        "notify." + channel.id,
        "alerting: receiver " + channel.id + " failed: " + channel.lastError + "; " + whatNext);
  }

  /** The channel's queue is full. */
  void rejected(Delivery delivery) {
    delivery.channel.dropped.incrementAndGet();
    deliveries.remove(delivery.logKey, delivery);
  }
}
