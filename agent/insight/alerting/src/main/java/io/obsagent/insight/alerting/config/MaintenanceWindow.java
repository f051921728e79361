// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A time that comes again, in which matching alerts are mute.
 *
 * @param matchers which alerts; none means all
 * @param duration at most a week
 */
public record MaintenanceWindow(
    String name, List<LabelMatcher> matchers, Cron start, Duration duration, ZoneId location) {
  static final Duration MAX_DURATION = Duration.ofDays(7);

  /** Whether one of its starts lies less than its duration back. */
  public boolean isOpen(Instant now) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    long minutes = duration.toMinutes();
    for (long back = 0; back <= minutes; back++) {
      Instant candidate = minute.minus(back, ChronoUnit.MINUTES);
      if (start.matches(candidate.atZone(location))) {
        return now.isBefore(candidate.plus(duration));
      }
    }
    return false;
  }

  public boolean covers(Labels labels) {
    return InhibitRule.all(matchers, labels);
  }
}
