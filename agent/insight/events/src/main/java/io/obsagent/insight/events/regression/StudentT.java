// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

/** Student's distribution. */
final class StudentT {
  private static final int STEPS = 400;

  private StudentT() {}

  /**
   * The probability of more than t. With {@code t = sqrt(df) tan(a)} the density is a power of a
   * cosine, so what remains is one integral as a share of another.
   *
   * @param df degrees of freedom, at least 1
   */
  static double above(double t, double df) {
    if (t < 0) {
      return 1 - above(-t, df);
    }
    double whole = 2 * integral(0, df - 1);
    return integral(Math.atan(t / Math.sqrt(df)), df - 1) / whole;
  }

  /** Of {@code cos(a)^power} up to a right angle, by Simpson's rule. */
  private static double integral(double from, double power) {
    double width = (Math.PI / 2 - from) / STEPS;
    double sum = Math.pow(Math.cos(from), power) + (power == 0 ? 1 : 0);
    for (int i = 1; i < STEPS; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * Math.pow(Math.cos(from + i * width), power);
    }
    return sum * width / 3;
  }
}
