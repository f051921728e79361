// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** How much a series goes up in a window. */
final class Rates {
  private Rates() {}

  /**
   * The increase over the whole window, divided: extrapolated to its ends where samples are as
   * close to them as to one another, else by half a distance, and never to where a counter would be
   * negative.
   */
  static double extrapolated(Window window, boolean counter, double divisor) {
    int last = window.size() - 1;
    if (last < 1) {
      return StepSeries.ABSENT;
    }
    double increase = window.value(last) - window.value(0);
    for (int i = 1; i <= last && counter; i++) {
      increase += window.value(i) < window.value(i - 1) ? window.value(i - 1) : 0;
    }
    double toStart = (window.timestamp(0) - window.start()) / 1000.0;
    double toEnd = (window.end() - window.timestamp(last)) / 1000.0;
    double sampled = (window.timestamp(last) - window.timestamp(0)) / 1000.0;
    double distance = sampled / last;
    double threshold = distance * 1.1;
    toStart = toStart >= threshold ? distance / 2 : toStart;
    if (counter && increase > 0 && window.value(0) >= 0) {
      toStart = Math.min(toStart, sampled * (window.value(0) / increase));
    }
    toEnd = toEnd >= threshold ? distance / 2 : toEnd;
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    return increase * (factor / divisor);
  }

  /** The difference of the last two samples, by the second if it is a rate. */
  static double instant(Window window, boolean rate) {
    int last = window.size() - 1;
    if (last < 1) {
      return StepSeries.ABSENT;
    }
    double before = window.value(last - 1);
    double value = window.value(last);
    long millis = window.timestamp(last) - window.timestamp(last - 1);
    if (millis == 0) {
      return StepSeries.ABSENT;
    }
    double difference = rate && value < before ? value : value - before;
    return rate ? difference / (millis / 1000.0) : difference;
  }
}
