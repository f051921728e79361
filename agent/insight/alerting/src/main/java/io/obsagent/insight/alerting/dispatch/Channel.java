// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.receivers.Integration;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** One integration of one receiver: its thread, its rate and its counts. */
final class Channel {
  final String receiver;
  final String integration;
  final String id;
  final boolean sendResolved;
  final Integration target;
  final Executor executor;
  final AtomicLong sent = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong deadLetters = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong limited = new AtomicLong();
  volatile String lastError = "";

  private final int perMinute;
  private double tokens;
  private Instant filled = Instant.EPOCH;

  Channel(
      String receiver,
      String integration,
      int index,
      boolean sendResolved,
      Integration target,
      Executor executor,
      int perMinute) {
    this.receiver = receiver;
    this.integration = integration;
    this.id = receiver + "/" + integration + "/" + index;
    this.sendResolved = sendResolved;
    this.target = target;
    this.executor = executor;
    this.perMinute = perMinute;
    this.tokens = perMinute;
  }

  /** Where its problems stand. */
  String area() {
    return "alerting.receiver." + id;
  }

  /** Time to wait until one more notification may go out; zero takes one. */
  Duration acquire(Instant now) {
    double seconds = Math.min(60, Math.max(0, Duration.between(filled, now).toMillis() / 1000.0));
    tokens = Math.min(perMinute, tokens + seconds * perMinute / 60);
    filled = now;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    limited.incrementAndGet();
    return Duration.ofMillis((long) Math.ceil((1 - tokens) * 60_000 / perMinute));
  }
}
