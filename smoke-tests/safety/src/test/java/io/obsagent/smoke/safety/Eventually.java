// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what another process does. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** What the question answers as soon as that is not null. */
  static <T> T get(String what, Callable<@Nullable T> question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      T answer = question.call();
      if (answer != null) {
        return answer;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError("not within " + PATIENCE + ": " + what);
  }
}
