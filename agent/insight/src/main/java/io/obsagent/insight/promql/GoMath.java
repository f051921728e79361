// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** Floating-point functions where IEEE 754 recommends other special cases than Java has. */
final class GoMath {
  private GoMath() {}

  /** 1 raised to anything is 1, as is −1 to an infinity; Java gives NaN. */
  static double pow(double base, double exponent) {
    if (base == 1) {
      return 1;
    }
    if (base == -1 && Double.isInfinite(exponent)) {
      return 1;
    }
    return Math.pow(base, exponent);
  }
}
