// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.Arrays;

/**
 * One element of a vector at every instant of a grid. Whoever receives the array may not change it.
 *
 * @param values one an instant; {@link #ABSENT} where the element is not in the vector
 * @param dropName whether the metric name is to be removed when the query ends
 */
@SuppressWarnings("ArrayRecordComponent")
record StepSeries(Labels labels, double[] values, boolean dropName) {
  private static final long ABSENT_BITS = 0x7ff8_0b5a_9e27_0001L;

  /** A NaN with a payload of its own, told from others by its bits. */
  static final double ABSENT = Double.longBitsToDouble(ABSENT_BITS);

  static boolean isAbsent(double value) {
    return value != value && Double.doubleToRawLongBits(value) == ABSENT_BITS;
  }

  static double[] absent(int count) {
    double[] values = new double[count];
    Arrays.fill(values, ABSENT);
    return values;
  }

  boolean isEmpty() {
    for (double value : values) {
      if (!isAbsent(value)) {
        return false;
      }
    }
    return true;
  }
}
