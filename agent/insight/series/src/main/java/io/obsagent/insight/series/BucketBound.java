// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.math.BigDecimal;

/** Upper bounds as the {@code le} label has them in Prometheus 3: OpenMetrics' canonical floats. */
public final class BucketBound {
  private static final int EXPONENT_FROM = 6;
  private static final int EXPONENT_BELOW = -4;

  private BucketBound() {}

  public static String format(double bound) {
    if (Double.isInfinite(bound)) {
      return bound > 0 ? "+Inf" : "-Inf";
    }
    if (bound == 0) {
      return "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(bound)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent < EXPONENT_BELOW || exponent >= EXPONENT_FROM) {
      String mantissa = exact.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      int size = Math.abs(exponent);
      return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
    String plain = exact.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
