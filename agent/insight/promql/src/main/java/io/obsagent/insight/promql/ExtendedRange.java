// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/**
 * A window whose ends have values of their own: of the sample before an end, or between the samples
 * around it. Where there is no sample beyond an end, the nearest one inside counts.
 */
final class ExtendedRange {
  private final Window window;
  private final boolean counter;

  /** The newest sample up to the start, else the first. */
  private final int first;

  /** The oldest sample from the end on if smoothed, else the last. */
  private final int last;

  private final boolean empty;
  private final double left;
  private final double right;

  ExtendedRange(Window window, RangeBoundary boundary, boolean counter) {
    this.window = window;
    this.counter = counter;
    boolean smoothed = boundary == RangeBoundary.SMOOTHED;
    int from = 0;
    while (from + 1 < window.size() && window.timestamp(from + 1) <= window.start()) {
      from++;
    }
    int to = window.size() - 1;
    while (smoothed && to > 0 && window.timestamp(to - 1) >= window.end()) {
      to--;
    }
    this.first = from;
    this.last = to;
    this.empty =
        window.timestamp(to) <= window.start() || smoothed && window.timestamp(from) > window.end();
    boolean before = window.timestamp(from) < window.start();
    this.left = !empty && smoothed && before ? between(from, window.start()) : window.value(from);
    boolean after = to > 0 && window.timestamp(to) > window.end();
    this.right = !empty && smoothed && after ? between(to - 1, window.end()) : window.value(to);
  }

  /** The value at an instant between a sample and its next; a counter that fell began at zero. */
  private double between(int index, long time) {
    double low = window.value(index);
    double high = window.value(index + 1);
    if (counter && high < low) {
      low = 0;
    }
    long since = window.timestamp(index);
    return low + (high - low) * (time - since) / (window.timestamp(index + 1) - since);
  }

  /** By how much the value changes from end to end; for a counter, with what its resets lost. */
  double increase(double divisor) {
    if (empty) {
      return StepSeries.ABSENT;
    }
    double increase = right - left;
    double before = left;
    for (int i = innerFrom(); counter && i <= innerTo() + 1; i++) {
      double value = i > innerTo() ? right : window.value(i);
      increase += value < before ? before : 0;
      before = value;
    }
    return increase / divisor;
  }

  private int innerFrom() {
    return window.timestamp(first) <= window.start() ? first + 1 : first;
  }

  private int innerTo() {
    return window.timestamp(last) >= window.end() ? last - 1 : last;
  }

  /** The samples of a selector that stands alone: those inside, and one at each end. */
  static RangeSeries samples(Window window, RangeSeries series, RangeBoundary boundary) {
    if (boundary == RangeBoundary.NONE || window.size() == 0) {
      return series;
    }
    ExtendedRange range = new ExtendedRange(window, boundary, false);
    int inner = Math.max(0, range.innerTo() - range.innerFrom() + 1);
    int size = range.empty ? 0 : inner + 2;
    long[] timestamps = new long[size];
    double[] values = new double[size];
    if (!range.empty) {
      timestamps[0] = window.start();
      values[0] = range.left;
      for (int i = 0; i < inner; i++) {
        timestamps[i + 1] = window.timestamp(range.innerFrom() + i);
        values[i + 1] = window.value(range.innerFrom() + i);
      }
      timestamps[size - 1] = window.end();
      values[size - 1] = range.right;
    }
    return new RangeSeries(series.labels(), timestamps, values, size, series.dropName());
  }
}
