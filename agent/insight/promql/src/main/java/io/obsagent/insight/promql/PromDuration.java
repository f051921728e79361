// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.time.Duration;

/**
 * Durations as Prometheus and Alertmanager write them in their files: {@code 1h30m}, {@code 250ms},
 * {@code 0}; units from years to milliseconds, each once, in this order.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/">the
 *     placeholder {@code <duration>}</a>
 */
public final class PromDuration {
  private PromDuration() {}

  /**
   * The same between bounds, both inclusive.
   *
   * @throws IllegalArgumentException if it is none, or outside of them
   */
  public static Duration parse(String text, String min, String max) {
    Duration duration = parse(text);
    if (duration.compareTo(parse(min)) < 0 || duration.compareTo(parse(max)) > 0) {
      throw new IllegalArgumentException("expected a duration from " + min + " to " + max);
    }
    return duration;
  }

  /**
   * @return not negative, at most 292 years
   * @throws IllegalArgumentException if the text is not a duration; the message says so
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    try {
      if (!text.isEmpty()) {
        return Duration.ofMillis(NumberSyntax.durationMillis(text));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(text), e);
    }
    throw new IllegalArgumentException(wrong(text));
  }

  private static String wrong(String text) {
    return "'" + text + "' is not a duration; write for example 30s, 5m or 1h30m";
  }

  /** The shortest text that {@link #parse} reads as the same, to a millisecond. */
  public static String format(Duration duration) {
    return NumberSyntax.formatMillis(duration.toMillis());
  }
}
