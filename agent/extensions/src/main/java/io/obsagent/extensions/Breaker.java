// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives an extension that keeps throwing on the threads of requests a rest: after more than 20
 * failures within a minute it is not called for a minute. Thread-safe; a call that does not fail
 * reads one field.
 */
final class Breaker {
  private static final int MAX_FAILURES = 20;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final String what;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long since;
  private volatile boolean failing;

  /**
   * @param what fails: class and jar
   */
  Breaker(String what) {
    this.what = what;
  }

  boolean allows() {
    return !failing || allows(System.nanoTime());
  }

  private boolean allows(long now) {
    if (now - since >= MINUTE) {
      failures.set(0);
      failing = false;
      return true;
    }
    return failures.get() <= MAX_FAILURES;
  }

  void caught(Throwable failure) {
    if (!failing) {
      since = System.nanoTime();
      failing = true;
    }
    if (failures.incrementAndGet() == MAX_FAILURES + 1) {
      since = System.nanoTime();
      Problems.add(
          Services.AREA,
          "obs.extensions: " + what + " failed often and rests for a minute: " + failure);
    } else {
      AgentLog.limited(
          AgentLog.Level.WARN, "extensions." + what, "obs.extensions: " + what + ": " + failure);
    }
  }
}
