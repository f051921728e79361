// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import java.time.LocalDate;
import java.util.Locale;

/**
 * The name of the index for each day, as {@code dora-logs-2026.03.01} is of {@code
 * dora-logs-{date}}. Not thread-safe.
 */
final class IndexPattern {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private final String pattern;
  private final boolean daily;
  private long day = Long.MIN_VALUE;
  private String name = "";

  IndexPattern(String pattern, String service) {
    this.pattern = pattern.replace("{service}", allowed(service));
    this.daily = pattern.contains("{date}");
  }

  /**
   * @throws IllegalArgumentException if no index may have such a name
   */
  static String check(String text) {
    String pattern = text.trim();
    String rest = pattern.replace("{date}", "").replace("{service}", "x");
    boolean valid =
        !rest.isEmpty()
            && rest.equals(allowed(rest))
            && "-_+.".indexOf(pattern.charAt(0)) < 0
            && pattern.length() <= 200;
    if (!valid) {
      throw new IllegalArgumentException(
          "expected a name of lower case letters, digits, - and _, with {date} or {service} in it");
    }
    return pattern;
  }

  private static String allowed(String text) {
    char[] chars = text.toLowerCase(Locale.ROOT).toCharArray();
    for (int i = 0; i < chars.length; i++) {
      char c = chars[i];
      boolean word = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      chars[i] = word || "._-".indexOf(c) >= 0 ? c : '_';
    }
    return new String(chars);
  }

  String at(long epochNanos) {
    long current = daily ? Math.floorDiv(epochNanos, NANOS_PER_DAY) : 0;
    if (current != day) {
      day = current;
      name = pattern.replace("{date}", LocalDate.ofEpochDay(current).toString().replace('-', '.'));
    }
    return name;
  }
}
