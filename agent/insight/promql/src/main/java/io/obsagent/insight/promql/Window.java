// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;

/**
 * The samples of one series after a start and up to an end: a view that moves over the arrays of
 * the series, so that no step copies samples.
 */
final class Window {
  private RangeSeries series = new RangeSeries(Labels.EMPTY, new long[0], new double[0], 0, false);
  private int from;
  private int to;
  private long start;
  private long end;
  private long time;
  private int step;
  double[] scratch = new double[16];
  private final long before;
  private final long after;

  /**
   * @param before milliseconds before the start from which samples are held, too
   * @param after the same after the end
   */
  Window(long before, long after) {
    this.before = before;
    this.after = after;
  }

  void reset(RangeSeries newSeries) {
    series = newSeries;
    from = 0;
    to = 0;
  }

  /** Moves to a later or the same window. */
  void move(long newStart, long newEnd, long newTime, int newStep) {
    start = newStart;
    end = newEnd;
    time = newTime;
    step = newStep;
    while (to < series.size() && series.timestamps()[to] <= newEnd + after) {
      to++;
    }
    while (from < to && series.timestamps()[from] <= newStart - before) {
      from++;
    }
  }

  /**
   * Drops the samples up to the start but for the newest of them; false if none is after the start.
   */
  boolean anchor() {
    if (size() == 0 || timestamp(size() - 1) <= start) {
      return false;
    }
    while (timestamp(0) <= start && timestamp(1) <= start) {
      from++;
    }
    return true;
  }

  int size() {
    return to - from;
  }

  double value(int index) {
    return series.values()[from + index];
  }

  long timestamp(int index) {
    return series.timestamps()[from + index];
  }

  double last() {
    return series.values()[to - 1];
  }

  /** Exclusive. */
  long start() {
    return start;
  }

  /** Inclusive. */
  long end() {
    return end;
  }

  long time() {
    return time;
  }

  int step() {
    return step;
  }

  /** A copy of the values that may be changed until the next call. */
  double[] copyValues() {
    if (scratch.length < size()) {
      scratch = new double[Math.max(size(), scratch.length * 2)];
    }
    System.arraycopy(series.values(), from, scratch, 0, size());
    return scratch;
  }
}
