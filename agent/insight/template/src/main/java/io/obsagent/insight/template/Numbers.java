// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes floating-point numbers as Go's {@code strconv} does. */
final class Numbers {
  private Numbers() {}

  /** The shortest text that reads back as the same number: Go's {@code %v}. */
  static String shortest(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal digits = exact;
    for (int precision = 15; precision <= 17; precision++) {
      digits = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (digits.doubleValue() == value) {
        break;
      }
    }
    digits = digits.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent < -4 || exponent >= 6
        ? scientific(digits, digits.precision() - 1)
        : digits.toPlainString();
  }

  /** {@code %.<precision>g}. */
  static String general(double value, int precision) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    int significant = Math.max(1, precision);
    BigDecimal digits =
        new BigDecimal(value)
            .round(new MathContext(significant, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    int limit = significant;
    if (limit > digits.precision() && digits.precision() >= exponent + 1) {
      limit = digits.precision();
    }
    return exponent < -4 || exponent >= limit
        ? scientific(digits, digits.precision() - 1)
        : digits.toPlainString();
  }

  /** {@code %.<decimals>f}. */
  static String fixed(double value, int decimals) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    String text = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean lostSign = (value < 0 || value == 0 && 1 / value < 0) && !text.startsWith("-");
    return lostSign ? "-" + text : text;
  }

  /** {@code %.<decimals>e}. */
  static String exponential(double value, int decimals) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return "0" + (decimals > 0 ? "." + "0".repeat(decimals) : "") + "e+00";
    }
    return scientific(
        new BigDecimal(value).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN)),
        decimals);
  }

  static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }

  private static String scientific(BigDecimal value, int decimals) {
    int exponent = value.precision() - value.scale() - 1;
    String unscaled = value.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(value.signum() < 0 ? "-" : "");
    text.append(unscaled.charAt(0));
    if (decimals > 0) {
      String rest = unscaled.substring(1);
      text.append('.').append(rest.length() > decimals ? rest.substring(0, decimals) : rest);
      text.append("0".repeat(Math.max(0, decimals - rest.length())));
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    return text.append(size < 10 ? "0" : "").append(size).toString();
  }
}
