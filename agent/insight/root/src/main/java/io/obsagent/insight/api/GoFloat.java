// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

import java.math.BigDecimal;

/** Floats as Go writes them: shortest, without or with an exponent. */
public final class GoFloat {
  private GoFloat() {}

  /** As {@code strconv.FormatFloat(v, 'f', -1, 64)}: sample values. */
  public static String plain(double value) {
    String special = special(value);
    return special.isEmpty() ? decimal(value).toPlainString() : special;
  }

  /** As {@code strconv.FormatFloat(v, 'e', -1, 64)}: an alert's value. */
  public static String exponent(double value) {
    String special = special(value);
    if (!special.isEmpty()) {
      return special.equals("0") ? "0e+00" : special.equals("-0") ? "-0e+00" : special;
    }
    BigDecimal decimal = decimal(value);
    int exponent = decimal.precision() - decimal.scale() - 1;
    String digits = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    int size = Math.abs(exponent);
    return digits + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }

  private static String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return "";
  }

  private static BigDecimal decimal(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros();
  }
}
