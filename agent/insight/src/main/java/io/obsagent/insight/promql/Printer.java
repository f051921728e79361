// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** Prints expressions as text that parses to the same expression. */
final class Printer {
  private Printer() {}

  static String print(Expr expr) {
    return expr.position().toString();
  }

  static String duration(DurationExpr duration) {
    return duration.position().toString();
  }
}
