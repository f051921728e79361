// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a receiver has to be told again, given what it was told last. */
final class NotificationDue {
  private NotificationDue() {}

  /** Why a receiver is to be told now, or empty if it is not. */
  static String reason(
      NotificationLog.@Nullable Entry last,
      Set<Long> firing,
      Set<Long> resolved,
      boolean sendResolved,
      Duration repeat,
      Instant now) {
    if (last == null) {
      return firing.isEmpty() ? "" : "first notification";
    }
    if (!last.firing().containsAll(firing)) {
      return last.firing().isEmpty() ? "first notification" : "new alerts added";
    }
    if (firing.isEmpty()) {
      // Even a receiver that is not told must have its log entry cleared.
      return last.firing().isEmpty() ? "" : "all alerts resolved";
    }
    if (sendResolved && !last.resolved().containsAll(resolved)) {
      return "some alerts resolved";
    }
    return last.at().isBefore(now.minus(repeat)) ? "repeat interval elapsed" : "";
  }
}
