// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

/** The classes of the prefix code for signed numbers: i+1 ones, a zero, then that many bits. */
final class VarBits {
  static final int[] WIDTHS = {4, 8, 14, 24, 32, 64};

  private VarBits() {}

  static boolean fits(long value, int width) {
    if (width == 64) {
      return true;
    }
    long limit = 1L << (width - 1);
    return value >= -limit && value < limit;
  }
}
