// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Locale;

/**
 * What counts as the value at the ends of a range. See <a
 * href="https://prometheus.io/docs/prometheus/latest/feature_flags/#extended-range-selectors">
 * Prometheus' extended range selectors</a>.
 */
public enum RangeBoundary {
  /** Only samples inside the range. */
  NONE,
  /** At each end the newest sample up to there, as old as the lookback at most. */
  ANCHORED,
  /** At each end the value between the samples before and after it. */
  SMOOTHED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How far before the range samples are looked at. */
  long before(long lookbackMillis) {
    return this == NONE ? 0 : lookbackMillis;
  }

  /** How far after the range samples are looked at. */
  long after(long lookbackMillis) {
    return this == SMOOTHED ? lookbackMillis : 0;
  }
}
