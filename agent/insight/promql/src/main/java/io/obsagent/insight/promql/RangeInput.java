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
 */
record RangeInput(
    List<RangeSeries> series, long rangeMillis, long offsetMillis, @Nullable Long fixedEnd) {
  /** The end of the window at an evaluation time, inclusive. */
  long windowEnd(long time) {
    return (fixedEnd == null ? time : fixedEnd) - offsetMillis;
  }
}
