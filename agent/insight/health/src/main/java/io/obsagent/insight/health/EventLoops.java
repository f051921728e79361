// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.telemetry.ApplicationChecks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's event loops, as of Netty and so of Vert.x, how long a task has waited in
 * each: one that blocks does nothing for all of its connections. Thread-safe.
 *
 * @param limit so long may it wait
 */
record EventLoops(Duration limit) implements Probe {
  /** What the checks of event loops are called; each comes to nanoseconds and a thread's name. */
  static final String NAME = "event loops";

  @Override
  public String ask(Insight insight, Duration timeout) {
    for (Map.Entry<String, ApplicationChecks.Added> each : ApplicationChecks.all().entrySet()) {
      Callable<?> check = each.getKey().startsWith(NAME) ? each.getValue().check().get() : null;
      Map.Entry<?, ?> longest = check == null ? null : longest(check);
      if (longest != null && longest.getKey() instanceof Long nanos && nanos > limit.toNanos()) {
        return longest.getValue() + " has been blocked for " + nanos / 1_000_000_000L + " s";
      }
    }
    return "";
  }

  private static Map.@Nullable Entry<?, ?> longest(Callable<?> check) {
    try {
      return check.call() instanceof Map.Entry<?, ?> entry ? entry : null;
    } catch (Exception | LinkageError e) {
      return null;
    }
  }
}
