// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Locale;

/** An aggregation operator. */
public enum Aggregator {
  SUM,
  AVG,
  COUNT,
  MIN,
  MAX,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  QUANTILE,
  LIMITK,
  LIMIT_RATIO;

  private final String symbol = name().toLowerCase(Locale.ROOT);

  public String symbol() {
    return symbol;
  }

  boolean takesParameter() {
    return ordinal() >= TOPK.ordinal();
  }

  /** Whether the elements of the result are elements of the input. */
  boolean selects() {
    return this == TOPK || this == BOTTOMK || this == LIMITK || this == LIMIT_RATIO;
  }
}
