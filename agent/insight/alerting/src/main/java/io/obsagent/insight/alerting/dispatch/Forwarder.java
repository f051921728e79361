// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.DeliveryPolicy;
import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.insight.alerting.receivers.DeliveryException;
import io.obsagent.insight.alerting.receivers.HttpSender;
import io.obsagent.insight.alerting.receivers.Json;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Hands alerts on to a real Alertmanager, the latest state of each, in batches. Thread-safe. */
final class Forwarder {
  private static final int MAX_PENDING = 10_000;
  private static final int BATCH = 64;

  final AtomicLong sent = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();

  private final Secret url;

  /** Host and port, which is all of the address that may be shown. */
  private final String name;

  private final HttpSender sender;
  private final DeliveryPolicy policy;
  private final Executor executor;
  private final UnaryOperator<Instant> shown;
  private final Map<Long, Alert> pending = new LinkedHashMap<>();
  private Instant nextAttempt = Instant.EPOCH;
  private int failures;
  private boolean inFlight;

  Forwarder(String url, DeliveryPolicy policy, Executor executor, UnaryOperator<Instant> shown) {
    this.shown = shown;
    String base = url.endsWith("/") ? url : url + "/";
    this.url = Secret.of(base.endsWith("api/v2/alerts/") ? url : base + "api/v2/alerts");
    this.name = authority(url);
    this.sender = new HttpSender(HttpOptions.DEFAULT, policy.timeout());
    this.policy = policy;
    this.executor = executor;
  }

  private static String authority(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    } catch (IllegalArgumentException e) {
      return "at a wrong address";
    }
  }

  synchronized void add(List<Alert> alerts) {
    for (Alert alert : alerts) {
      long fingerprint = alert.fingerprint();
      if (pending.size() >= MAX_PENDING && !pending.containsKey(fingerprint)) {
        Iterator<Long> oldest = pending.keySet().iterator();
        oldest.next();
        oldest.remove();
        dropped.incrementAndGet();
      }
      pending.put(fingerprint, alert);
    }
  }

  void tick(Instant now, InstantSource clock) {
    synchronized (this) {
      if (inFlight || pending.isEmpty() || nextAttempt.isAfter(now)) {
        return;
      }
      inFlight = true;
    }
    try {
      executor.execute(() -> sendAll(clock));
    } catch (Throwable e) {
      // The queue is full, or no thread can be had: without this it would be in flight for ever.
      synchronized (this) {
        inFlight = false;
        nextAttempt = now.plusSeconds(1);
      }
    }
  }

  synchronized Instant next() {
    return pending.isEmpty() || inFlight ? Instant.MAX : nextAttempt;
  }

  private void sendAll(InstantSource clock) {
    List<Alert> batch = take();
    while (!batch.isEmpty()) {
      try {
        HttpSender.check(sender.post(url, Json.write(payload(batch))));
        sent.addAndGet(batch.size());
        Problems.clear(area());
        batch = take();
      } catch (DeliveryException e) {
        notTaken(batch, e, clock);
        return;
      } catch (Throwable e) {
        // No file descriptor, no memory: that passes, and what is in flight would never end.
        notTaken(batch, new DeliveryException("unexpected " + e, true), clock);
        return;
      }
    }
    synchronized (this) {
      failures = 0;
      inFlight = false;
    }
  }

  /** Where its problems stand. */
  String area() {
    return "alerting.forward." + name;
  }

  private void notTaken(List<Alert> batch, DeliveryException failure, InstantSource clock) {
    putBack(batch, failure, clock.instant());
    failed.incrementAndGet();
    Problems.set(
        area(), "alerting: Alertmanager " + name + " gets no alerts: " + failure.getMessage());
    AgentLog.limited(
        AgentLog.Level.WARN,
        "alerting.forward." + name,
        "alerting: Alertmanager " + name + " did not take the alerts: " + failure.getMessage());
  }

  private synchronized List<Alert> take() {
    List<Alert> batch = new ArrayList<>();
    Iterator<Alert> alerts = pending.values().iterator();
    while (alerts.hasNext() && batch.size() < BATCH) {
      batch.add(alerts.next());
      alerts.remove();
    }
    return batch;
  }

  private synchronized void putBack(List<Alert> batch, DeliveryException failure, Instant now) {
    inFlight = false;
    failures++;
    if (failure.isRetryable() && failures <= policy.retries()) {
      batch.forEach(alert -> pending.putIfAbsent(alert.fingerprint(), alert));
    } else {
      dropped.addAndGet(batch.size());
      failures = 0;
    }
    Duration delay = failure.delay(policy.delayAfter(Math.max(1, failures)));
    nextAttempt = now.plus(delay);
  }

  private List<Object> payload(List<Alert> batch) {
    List<Object> alerts = new ArrayList<>();
    for (Alert alert : batch) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("labels", alert.labels().toMap());
      entry.put("annotations", alert.annotations());
      entry.put("startsAt", Json.time(shown.apply(alert.startsAt())));
      Instant end = alert.endsAt();
      if (end != null) {
        entry.put("endsAt", Json.time(shown.apply(end)));
      }
      if (!alert.generatorUrl().isEmpty()) {
        entry.put("generatorURL", alert.generatorUrl());
      }
      alerts.add(entry);
    }
    return alerts;
  }
}
