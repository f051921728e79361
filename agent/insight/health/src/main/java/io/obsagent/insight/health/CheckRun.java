// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.service.AgentThread;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A check and how it went. Each attempt has a thread of its own, so that one that hangs delays no
 * other; there is no second attempt before the first has ended. Thread-safe.
 */
final class CheckRun {
  private static final int PATIENCE = 3;
  private static final long MOST_NANOS = Duration.ofMinutes(10).toNanos();

  private final Check check;
  private HealthStatus status = HealthStatus.UNKNOWN;
  private String detail = "not asked yet";
  private long since;
  private double lastSeconds = Double.NaN;
  private boolean running;
  private long startNanos;
  private long dueNanos;
  private int failures;
  private long attempts;
  private long lastSuccess;
  private long lastFailure;

  CheckRun(Check check, long timeMillis) {
    this.check = check;
    this.since = timeMillis;
    this.dueNanos = System.nanoTime();
  }

  Check check() {
    return check;
  }

  /** How many attempts have ended. */
  synchronized long attempts() {
    return attempts;
  }

  /** The next attempt is due now. */
  synchronized void hurry() {
    dueNanos = System.nanoTime();
  }

  /** Nanoseconds until the next attempt is due, or the one that runs has taken too long. */
  synchronized long untilDue(long nowNanos) {
    return dueNanos - nowNanos;
  }

  /**
   * Begins an attempt if one is due, and holds one against the target that has taken too long.
   *
   * @param ended called when the attempt has ended, on its thread
   */
  void turn(Insight insight, Runnable ended) {
    if (!begin(System.nanoTime())) {
      return;
    }
    AgentThread.newThread("health-check", () -> attempt(insight, ended)).start();
  }

  private synchronized boolean begin(long nowNanos) {
    if (untilDue(nowNanos) > 0) {
      return false;
    }
    if (running) {
      ended("no answer within " + check.timeout().toMillis() + " ms");
      dueNanos = nowNanos + pauseNanos();
      return false;
    }
    running = true;
    startNanos = nowNanos;
    dueNanos = nowNanos + check.timeout().toNanos();
    return true;
  }

  private void attempt(Insight insight, Runnable ended) {
    String wrong = "failed";
    try {
      wrong = check.probe().ask(insight, check.timeout());
    } catch (IOException e) {
      wrong = message(e);
    } catch (RuntimeException e) {
      wrong = "the check itself failed: " + e.getClass().getName();
    } finally {
      finish(wrong);
      ended.run();
    }
  }

  /** As it is where it names no address, which may hold a secret. */
  private static String message(IOException e) {
    if (e instanceof ConnectException) {
      return "refuses connections";
    }
    return e instanceof SocketTimeoutException
        ? "no answer in time"
        : String.valueOf(e.getMessage());
  }

  private synchronized void finish(String wrong) {
    running = false;
    attempts++;
    lastSeconds = (System.nanoTime() - startNanos) / 1e9;
    ended(wrong);
    dueNanos = startNanos + pauseNanos();
  }

  /**
   * Twice as long after each failure beyond the third, up to eight intervals or ten minutes. One
   * for readiness keeps its interval: the process shall serve again as soon as it passes.
   */
  private long pauseNanos() {
    long interval = check.interval().toNanos();
    if (check.weight() == Weight.READINESS) {
      return interval;
    }
    long most = Math.max(interval, Math.min(8 * interval, MOST_NANOS));
    return Math.min(most, interval << Math.max(0, Math.min(3, failures - PATIENCE)));
  }

  private void ended(String wrong) {
    long now = System.currentTimeMillis();
    HealthStatus next = wrong.isEmpty() ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY;
    if (next != status) {
      status = next;
      since = now;
    }
    failures = wrong.isEmpty() ? 0 : failures + 1;
    if (wrong.isEmpty()) {
      lastSuccess = now;
    } else {
      lastFailure = now;
    }
    detail = wrong;
  }

  synchronized HealthComponent component() {
    return new HealthComponent(
        check.name(),
        "check",
        status,
        detail,
        since,
        check.weight(),
        new HealthComponent.Traffic(0, 0, Double.NaN, lastSuccess, lastFailure));
  }

  /** Seconds that the last attempt took; null before the first has ended. */
  synchronized @Nullable Double lastSeconds() {
    return Double.isNaN(lastSeconds) ? null : lastSeconds;
  }
}
