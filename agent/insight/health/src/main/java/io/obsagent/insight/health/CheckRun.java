// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.service.AgentThread;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A check and how it went. Each attempt has a thread of its own, so that one that hangs delays no
 * other; there is no second attempt before the first has ended. Thread-safe.
 */
final class CheckRun {
  private final Check check;
  private HealthStatus status = HealthStatus.UNKNOWN;
  private String detail = "not asked yet";
  private long since;
  private double lastSeconds = Double.NaN;
  private boolean running;
  private long startNanos;
  private long dueNanos;
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

  /** Nanoseconds until the next attempt is due, or the one that runs has taken too long. */
  synchronized long untilDue(long nowNanos) {
    return dueNanos - nowNanos;
  }

  /** Begins an attempt if one is due, and holds one against the target that has taken too long. */
  void turn(Insight insight) {
    if (!begin(System.nanoTime())) {
      return;
    }
    AgentThread.newThread("health-check", () -> attempt(insight)).start();
  }

  private synchronized boolean begin(long nowNanos) {
    if (untilDue(nowNanos) > 0) {
      return false;
    }
    if (running) {
      ended("no answer within " + check.timeout().toMillis() + " ms");
      dueNanos = nowNanos + check.interval().toNanos();
      return false;
    }
    running = true;
    startNanos = nowNanos;
    dueNanos = nowNanos + check.timeout().toNanos();
    return true;
  }

  private void attempt(Insight insight) {
    String wrong = "failed";
    try {
      wrong = check.probe().ask(insight, check.timeout());
    } catch (IOException e) {
      wrong = message(e);
    } catch (RuntimeException e) {
      wrong = "the check itself failed: " + e.getClass().getName();
    } finally {
      finish(wrong);
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
    lastSeconds = (System.nanoTime() - startNanos) / 1e9;
    dueNanos = startNanos + check.interval().toNanos();
    ended(wrong);
  }

  private void ended(String wrong) {
    long now = System.currentTimeMillis();
    HealthStatus next = wrong.isEmpty() ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY;
    if (next != status) {
      status = next;
      since = now;
    }
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
