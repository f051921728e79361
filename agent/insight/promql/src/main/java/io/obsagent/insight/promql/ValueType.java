// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** What an expression evaluates to. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String symbol;
  private final String documented;

  ValueType(String symbol, String documented) {
    this.symbol = symbol;
    this.documented = documented;
  }

  /** The name in the query API. */
  public String symbol() {
    return symbol;
  }

  /** The name in the documentation and in messages. */
  public String documented() {
    return documented;
  }
}
