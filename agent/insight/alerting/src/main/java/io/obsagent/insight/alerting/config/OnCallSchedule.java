// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Receivers that take turns week by week; its name can stand wherever a receiver's can.
 *
 * @param start the first hand-over, in local time
 * @param weeks receiver names, one a week, over and over
 */
public record OnCallSchedule(
    String name,
    ZoneId location,
    LocalDateTime start,
    List<String> weeks,
    List<Override> overrides) {

  /** Someone stands in. */
  record Override(LocalDateTime from, LocalDateTime to, String receiver) {}

  /** The receiver on call at a time; hand-over keeps its local hour when clocks change. */
  public String receiver(Instant now) {
    LocalDateTime local = now.atZone(location).toLocalDateTime();
    for (Override override : overrides) {
      if (!local.isBefore(override.from) && local.isBefore(override.to)) {
        return override.receiver;
      }
    }
    long minutes = ChronoUnit.MINUTES.between(start, local);
    long week = Math.floorDiv(minutes, 7L * 24 * 60);
    return weeks.get((int) Math.floorMod(week, (long) weeks.size()));
  }
}
