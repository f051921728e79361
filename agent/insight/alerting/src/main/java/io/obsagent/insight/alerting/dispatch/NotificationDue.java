// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a receiver has to be told again, given what it was told last. */
final class NotificationDue {
  private NotificationDue() {}

  static boolean isDue(
      NotificationLog.@Nullable Entry last,
      Set<Long> firing,
      Set<Long> resolved,
      boolean sendResolved,
      Duration repeat,
      Instant now) {
    if (last == null) {
      return !firing.isEmpty();
    }
    if (!last.firing().containsAll(firing)) {
      return true;
    }
    if (firing.isEmpty()) {
      // Even a receiver that is not told must have its log entry cleared.
      return !last.firing().isEmpty();
    }
    if (sendResolved && !last.resolved().containsAll(resolved)) {
      return true;
    }
    return last.at().isBefore(now.minus(repeat));
  }
}
