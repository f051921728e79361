// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** Makes one value of the samples in a window, of which there is at least one. */
@FunctionalInterface
interface RangeFunction {
  /** The value, or {@link StepSeries#ABSENT}. */
  double apply(Window window);
}
