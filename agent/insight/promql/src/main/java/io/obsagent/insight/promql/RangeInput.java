// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range expression at all instants of a grid: the samples once, and which window is looked at
 * when.
 *
 * @param offsetMillis how long before the evaluation time the windows end
 * @param fixedEnd the end of every window, or null if it moves
 * @param boundary what counts as the value at the ends of a window
 * @param lookbackMillis how far beyond the ends samples may be for that
 */
record RangeInput(
    List<RangeSeries> series,
    long rangeMillis,
    long offsetMillis,
    @Nullable Long fixedEnd,
    RangeBoundary boundary,
    long lookbackMillis) {
  /** The end of the window at an evaluation time, inclusive. */
  long windowEnd(long time) {
    return (fixedEnd == null ? time : fixedEnd) - offsetMillis;
  }

  /** A window that also holds the samples beyond its ends that the boundary asks for. */
  Window window() {
    return new Window(boundary.before(lookbackMillis), boundary.after(lookbackMillis));
  }

  /** Moves a window of {@link #window} to an evaluation time. */
  void move(Window window, long time, int step) {
    long end = windowEnd(time);
    window.move(end - rangeMillis, end, time, step);
  }
}
