// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Duration;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 5m}, {@code 250ms}. */
final class DurationText {
  private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final long YEAR = 365 * 86_400_000L;
  private static final long MAX = 100 * YEAR;

  private DurationText() {}

  /**
   * @throws IllegalArgumentException if the text is not a duration
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    long total = 0;
    int at = 0;
    while (at < text.length()) {
      int unit = at;
      while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
        unit++;
      }
      int end = unit;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      long factor = factor(text.substring(unit, end));
      if (unit == at || unit - at > 12 || factor == 0) {
        throw new IllegalArgumentException(wrong(text));
      }
      long count = Long.parseLong(text.substring(at, unit));
      if (count > MAX / factor || total + count * factor > MAX) {
        throw new IllegalArgumentException("duration '" + text + "' is longer than 100 years");
      }
      total += count * factor;
      at = end;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException(wrong(text));
    }
    return Duration.ofMillis(total);
  }

  private static String wrong(String text) {
    return "'" + text + "' is not a duration; write for example 30s, 5m or 1h30m";
  }

  private static long factor(String unit) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return MILLIS[i];
      }
    }
    return unit.equals("y") ? YEAR : 0;
  }

  static String format(Duration duration) {
    long rest = duration.toMillis();
    if (rest == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < UNITS.length; i++) {
      if (rest >= MILLIS[i]) {
        text.append(rest / MILLIS[i]).append(UNITS[i]);
        rest %= MILLIS[i];
      }
    }
    return text.toString();
  }
}
