// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import java.time.Duration;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 250ms}, {@code 0}. */
final class PromDuration {
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private PromDuration() {}

  /**
   * @throws IllegalArgumentException if the text is not a duration
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    try {
      if (PromqlParser.parse(text) instanceof Expr.NumberLiteral number
          && number.duration()
          && number.value() >= 0) {
        return Duration.ofMillis(Math.round(number.value() * 1000));
      }
    } catch (PromqlException e) {
      // told below, in words that fit a rule file
    }
    throw new IllegalArgumentException(
        "not a valid duration string: \"" + text + "\"; write for example 30s, 5m or 1h30m");
  }

  static String format(Duration duration) {
    long rest = duration.toMillis();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < UNITS.length; i++) {
      if (rest >= MILLIS[i]) {
        text.append(rest / MILLIS[i]).append(UNITS[i]);
        rest %= MILLIS[i];
      }
    }
    return text.length() == 0 ? "0s" : text.toString();
  }
}
