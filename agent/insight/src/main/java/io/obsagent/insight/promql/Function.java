// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static io.obsagent.insight.promql.ValueType.MATRIX;
import static io.obsagent.insight.promql.ValueType.SCALAR;
import static io.obsagent.insight.promql.ValueType.STRING;
import static io.obsagent.insight.promql.ValueType.VECTOR;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the language with their signatures. */
public enum Function {
  ABS(VECTOR, 0, VECTOR),
  ABSENT(VECTOR, 0, VECTOR),
  ABSENT_OVER_TIME(VECTOR, 0, MATRIX),
  ACOS(VECTOR, 0, VECTOR),
  ACOSH(VECTOR, 0, VECTOR),
  ASIN(VECTOR, 0, VECTOR),
  ASINH(VECTOR, 0, VECTOR),
  ATAN(VECTOR, 0, VECTOR),
  ATANH(VECTOR, 0, VECTOR),
  AVG_OVER_TIME(VECTOR, 0, MATRIX),
  CEIL(VECTOR, 0, VECTOR),
  CHANGES(VECTOR, 0, MATRIX),
  CLAMP(VECTOR, 0, VECTOR, SCALAR, SCALAR),
  CLAMP_MAX(VECTOR, 0, VECTOR, SCALAR),
  CLAMP_MIN(VECTOR, 0, VECTOR, SCALAR),
  COS(VECTOR, 0, VECTOR),
  COSH(VECTOR, 0, VECTOR),
  COUNT_OVER_TIME(VECTOR, 0, MATRIX),
  DAY_OF_MONTH(VECTOR, 1, VECTOR),
  DAY_OF_WEEK(VECTOR, 1, VECTOR),
  DAY_OF_YEAR(VECTOR, 1, VECTOR),
  DAYS_IN_MONTH(VECTOR, 1, VECTOR),
  DEG(VECTOR, 0, VECTOR),
  DELTA(VECTOR, 0, MATRIX),
  DERIV(VECTOR, 0, MATRIX),
  DOUBLE_EXPONENTIAL_SMOOTHING(VECTOR, 0, MATRIX, SCALAR, SCALAR),
  END(SCALAR, 0),
  EXP(VECTOR, 0, VECTOR),
  FIRST_OVER_TIME(VECTOR, 0, MATRIX),
  FLOOR(VECTOR, 0, VECTOR),
  HISTOGRAM_AVG(VECTOR, 0, VECTOR),
  HISTOGRAM_COUNT(VECTOR, 0, VECTOR),
  HISTOGRAM_FRACTION(VECTOR, 0, SCALAR, SCALAR, VECTOR),
  HISTOGRAM_QUANTILE(VECTOR, 0, SCALAR, VECTOR),
  HISTOGRAM_QUANTILES(VECTOR, 9, VECTOR, STRING, SCALAR, SCALAR),
  HISTOGRAM_STDDEV(VECTOR, 0, VECTOR),
  HISTOGRAM_STDVAR(VECTOR, 0, VECTOR),
  HISTOGRAM_SUM(VECTOR, 0, VECTOR),
  HOUR(VECTOR, 1, VECTOR),
  IDELTA(VECTOR, 0, MATRIX),
  INCREASE(VECTOR, 0, MATRIX),
  INFO(VECTOR, 1, VECTOR, VECTOR),
  IRATE(VECTOR, 0, MATRIX),
  LABEL_JOIN(VECTOR, -1, VECTOR, STRING, STRING, STRING),
  LABEL_REPLACE(VECTOR, 0, VECTOR, STRING, STRING, STRING, STRING),
  LAST_OVER_TIME(VECTOR, 0, MATRIX),
  LN(VECTOR, 0, VECTOR),
  LOG10(VECTOR, 0, VECTOR),
  LOG2(VECTOR, 0, VECTOR),
  MAD_OVER_TIME(VECTOR, 0, MATRIX),
  MAX_OF(SCALAR, 0, SCALAR, SCALAR),
  MAX_OVER_TIME(VECTOR, 0, MATRIX),
  MIN_OF(SCALAR, 0, SCALAR, SCALAR),
  MIN_OVER_TIME(VECTOR, 0, MATRIX),
  MINUTE(VECTOR, 1, VECTOR),
  MONTH(VECTOR, 1, VECTOR),
  PI(SCALAR, 0),
  PREDICT_LINEAR(VECTOR, 0, MATRIX, SCALAR),
  PRESENT_OVER_TIME(VECTOR, 0, MATRIX),
  QUANTILE_OVER_TIME(VECTOR, 0, SCALAR, MATRIX),
  RAD(VECTOR, 0, VECTOR),
  RANGE(SCALAR, 0),
  RATE(VECTOR, 0, MATRIX),
  RESETS(VECTOR, 0, MATRIX),
  ROUND(VECTOR, 1, VECTOR, SCALAR),
  SCALAR(SCALAR, 0, VECTOR),
  SGN(VECTOR, 0, VECTOR),
  SIN(VECTOR, 0, VECTOR),
  SINH(VECTOR, 0, VECTOR),
  SORT(VECTOR, 0, VECTOR),
  SORT_BY_LABEL(VECTOR, -1, VECTOR, STRING),
  SORT_BY_LABEL_DESC(VECTOR, -1, VECTOR, STRING),
  SORT_DESC(VECTOR, 0, VECTOR),
  SQRT(VECTOR, 0, VECTOR),
  START(SCALAR, 0),
  START_TIMESTAMP(VECTOR, 0, VECTOR),
  STDDEV_OVER_TIME(VECTOR, 0, MATRIX),
  STDVAR_OVER_TIME(VECTOR, 0, MATRIX),
  STEP(SCALAR, 0),
  SUM_OVER_TIME(VECTOR, 0, MATRIX),
  TAN(VECTOR, 0, VECTOR),
  TANH(VECTOR, 0, VECTOR),
  TIME(SCALAR, 0),
  TIMESTAMP(VECTOR, 0, VECTOR),
  TS_OF_FIRST_OVER_TIME(VECTOR, 0, MATRIX),
  TS_OF_LAST_OVER_TIME(VECTOR, 0, MATRIX),
  TS_OF_MAX_OVER_TIME(VECTOR, 0, MATRIX),
  TS_OF_MIN_OVER_TIME(VECTOR, 0, MATRIX),
  VECTOR(VECTOR, 0, SCALAR),
  YEAR(VECTOR, 1, VECTOR);

  private static final Map<String, Function> BY_NAME = new HashMap<>();

  static {
    for (Function function : values()) {
      BY_NAME.put(function.symbol, function);
    }
  }

  private final String symbol = name().toLowerCase(Locale.ROOT);
  private final ValueType returns;
  private final int variadic;
  private final List<ValueType> arguments;

  Function(ValueType returns, int variadic, ValueType... arguments) {
    this.returns = returns;
    this.variadic = variadic;
    this.arguments = List.of(arguments);
  }

  static @Nullable Function named(String name) {
    return BY_NAME.get(name);
  }

  /** The name in an expression. */
  public String symbol() {
    return symbol;
  }

  public ValueType returns() {
    return returns;
  }

  /** The types of the arguments; the last one repeats if the function is variadic. */
  public List<ValueType> arguments() {
    return arguments;
  }

  /** Zero for a fixed number of arguments, −1 for any, n for up to n more than one fewer. */
  public int variadic() {
    return variadic;
  }

  /** Whether the function works on native histograms only. */
  boolean isNativeHistogramOnly() {
    return switch (this) {
      case HISTOGRAM_AVG, HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR ->
          true;
      default -> false;
    };
  }
}
