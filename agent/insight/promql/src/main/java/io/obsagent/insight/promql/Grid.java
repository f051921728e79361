// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/**
 * The instants that an expression is evaluated at.
 *
 * @param start the first, epoch milliseconds
 * @param step the distance between two, at least one millisecond
 * @param count how many, at least one
 */
record Grid(long start, long step, int count) {
  static Grid instant(long time) {
    return new Grid(time, 1, 1);
  }

  long time(int index) {
    return start + index * step;
  }

  long end() {
    return time(count - 1);
  }
}
