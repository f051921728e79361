// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** Floating-point functions whose special cases Prometheus has otherwise than Java. */
final class GoMath {
  private static final double LN_2 = Math.log(2);

  private GoMath() {}

  /** 1 raised to anything is 1, as is −1 to an infinity; Java gives NaN. */
  static double pow(double base, double exponent) {
    if (base == 1 || base == -1 && Double.isInfinite(exponent)) {
      return 1;
    }
    return Math.pow(base, exponent);
  }

  /** An infinity wins over NaN. */
  static double max(double a, double b) {
    return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : Math.max(a, b);
  }

  /** An infinity wins over NaN. */
  static double min(double a, double b) {
    return a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY
        ? Double.NEGATIVE_INFINITY
        : Math.min(a, b);
  }

  /** Exact for powers of two. */
  static double log2(double value) {
    if (value > 0 && value >= Double.MIN_NORMAL && !Double.isInfinite(value)) {
      int exponent = Math.getExponent(value);
      return exponent + Math.log(Math.scalb(value, -exponent)) / LN_2;
    }
    return Math.log(value) / LN_2;
  }

  static double asinh(double x) {
    double size = Math.abs(x);
    if (size == 0 || Double.isInfinite(x)) {
      return x;
    }
    double result =
        size > 1 << 28
            ? Math.log(size) + LN_2
            : size > 2
                ? Math.log(2 * size + 1 / (Math.sqrt(size * size + 1) + size))
                : Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
    return Math.copySign(result, x);
  }

  static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    if (x >= 1 << 28) {
      return Math.log(x) + LN_2;
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  static double atanh(double x) {
    double size = Math.abs(x);
    double doubled = 2 * size;
    double result =
        size < 0.5
            ? 0.5 * Math.log1p(doubled + doubled * size / (1 - size))
            : 0.5 * Math.log1p(doubled / (1 - size));
    return x < 0 ? -result : result;
  }
}
