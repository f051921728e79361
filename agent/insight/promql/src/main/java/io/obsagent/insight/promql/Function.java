// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the language with their signatures. */
public enum Function {
  ABS(ValueType.VECTOR, 0, ValueType.VECTOR),
  ABSENT(ValueType.VECTOR, 0, ValueType.VECTOR),
  ABSENT_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  ACOS(ValueType.VECTOR, 0, ValueType.VECTOR),
  ACOSH(ValueType.VECTOR, 0, ValueType.VECTOR),
  ASIN(ValueType.VECTOR, 0, ValueType.VECTOR),
  ASINH(ValueType.VECTOR, 0, ValueType.VECTOR),
  ATAN(ValueType.VECTOR, 0, ValueType.VECTOR),
  ATANH(ValueType.VECTOR, 0, ValueType.VECTOR),
  AVG_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  CEIL(ValueType.VECTOR, 0, ValueType.VECTOR),
  CHANGES(ValueType.VECTOR, 0, ValueType.MATRIX),
  CLAMP(ValueType.VECTOR, 0, ValueType.VECTOR, ValueType.SCALAR, ValueType.SCALAR),
  CLAMP_MAX(ValueType.VECTOR, 0, ValueType.VECTOR, ValueType.SCALAR),
  CLAMP_MIN(ValueType.VECTOR, 0, ValueType.VECTOR, ValueType.SCALAR),
  COS(ValueType.VECTOR, 0, ValueType.VECTOR),
  COSH(ValueType.VECTOR, 0, ValueType.VECTOR),
  COUNT_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  DAY_OF_MONTH(ValueType.VECTOR, 1, ValueType.VECTOR),
  DAY_OF_WEEK(ValueType.VECTOR, 1, ValueType.VECTOR),
  DAY_OF_YEAR(ValueType.VECTOR, 1, ValueType.VECTOR),
  DAYS_IN_MONTH(ValueType.VECTOR, 1, ValueType.VECTOR),
  DEG(ValueType.VECTOR, 0, ValueType.VECTOR),
  DELTA(ValueType.VECTOR, 0, ValueType.MATRIX),
  DERIV(ValueType.VECTOR, 0, ValueType.MATRIX),
  DOUBLE_EXPONENTIAL_SMOOTHING(
      ValueType.VECTOR, 0, ValueType.MATRIX, ValueType.SCALAR, ValueType.SCALAR),
  END(ValueType.SCALAR, 0),
  EXP(ValueType.VECTOR, 0, ValueType.VECTOR),
  FIRST_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  FLOOR(ValueType.VECTOR, 0, ValueType.VECTOR),
  HISTOGRAM_AVG(ValueType.VECTOR, 0, ValueType.VECTOR),
  HISTOGRAM_COUNT(ValueType.VECTOR, 0, ValueType.VECTOR),
  HISTOGRAM_FRACTION(ValueType.VECTOR, 0, ValueType.SCALAR, ValueType.SCALAR, ValueType.VECTOR),
  HISTOGRAM_QUANTILE(ValueType.VECTOR, 0, ValueType.SCALAR, ValueType.VECTOR),
  HISTOGRAM_QUANTILES(
      ValueType.VECTOR, 9, ValueType.VECTOR, ValueType.STRING, ValueType.SCALAR, ValueType.SCALAR),
  HISTOGRAM_STDDEV(ValueType.VECTOR, 0, ValueType.VECTOR),
  HISTOGRAM_STDVAR(ValueType.VECTOR, 0, ValueType.VECTOR),
  HISTOGRAM_SUM(ValueType.VECTOR, 0, ValueType.VECTOR),
  HOUR(ValueType.VECTOR, 1, ValueType.VECTOR),
  IDELTA(ValueType.VECTOR, 0, ValueType.MATRIX),
  INCREASE(ValueType.VECTOR, 0, ValueType.MATRIX),
  INFO(ValueType.VECTOR, 1, ValueType.VECTOR, ValueType.VECTOR),
  IRATE(ValueType.VECTOR, 0, ValueType.MATRIX),
  LABEL_JOIN(
      ValueType.VECTOR, -1, ValueType.VECTOR, ValueType.STRING, ValueType.STRING, ValueType.STRING),
  LABEL_REPLACE(
      ValueType.VECTOR,
      0,
      ValueType.VECTOR,
      ValueType.STRING,
      ValueType.STRING,
      ValueType.STRING,
      ValueType.STRING),
  LAST_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  LN(ValueType.VECTOR, 0, ValueType.VECTOR),
  LOG10(ValueType.VECTOR, 0, ValueType.VECTOR),
  LOG2(ValueType.VECTOR, 0, ValueType.VECTOR),
  MAD_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  MAX_OF(ValueType.SCALAR, 0, ValueType.SCALAR, ValueType.SCALAR),
  MAX_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  MIN_OF(ValueType.SCALAR, 0, ValueType.SCALAR, ValueType.SCALAR),
  MIN_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  MINUTE(ValueType.VECTOR, 1, ValueType.VECTOR),
  MONTH(ValueType.VECTOR, 1, ValueType.VECTOR),
  PI(ValueType.SCALAR, 0),
  PREDICT_LINEAR(ValueType.VECTOR, 0, ValueType.MATRIX, ValueType.SCALAR),
  PRESENT_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  QUANTILE_OVER_TIME(ValueType.VECTOR, 0, ValueType.SCALAR, ValueType.MATRIX),
  RAD(ValueType.VECTOR, 0, ValueType.VECTOR),
  RANGE(ValueType.SCALAR, 0),
  RATE(ValueType.VECTOR, 0, ValueType.MATRIX),
  RESETS(ValueType.VECTOR, 0, ValueType.MATRIX),
  ROUND(ValueType.VECTOR, 1, ValueType.VECTOR, ValueType.SCALAR),
  SCALAR(ValueType.SCALAR, 0, ValueType.VECTOR),
  SGN(ValueType.VECTOR, 0, ValueType.VECTOR),
  SIN(ValueType.VECTOR, 0, ValueType.VECTOR),
  SINH(ValueType.VECTOR, 0, ValueType.VECTOR),
  SORT(ValueType.VECTOR, 0, ValueType.VECTOR),
  SORT_BY_LABEL(ValueType.VECTOR, -1, ValueType.VECTOR, ValueType.STRING),
  SORT_BY_LABEL_DESC(ValueType.VECTOR, -1, ValueType.VECTOR, ValueType.STRING),
  SORT_DESC(ValueType.VECTOR, 0, ValueType.VECTOR),
  SQRT(ValueType.VECTOR, 0, ValueType.VECTOR),
  START(ValueType.SCALAR, 0),
  START_TIMESTAMP(ValueType.VECTOR, 0, ValueType.VECTOR),
  STDDEV_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  STDVAR_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  STEP(ValueType.SCALAR, 0),
  SUM_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  TAN(ValueType.VECTOR, 0, ValueType.VECTOR),
  TANH(ValueType.VECTOR, 0, ValueType.VECTOR),
  TIME(ValueType.SCALAR, 0),
  TIMESTAMP(ValueType.VECTOR, 0, ValueType.VECTOR),
  TS_OF_FIRST_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  TS_OF_LAST_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  TS_OF_MAX_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  TS_OF_MIN_OVER_TIME(ValueType.VECTOR, 0, ValueType.MATRIX),
  VECTOR(ValueType.VECTOR, 0, ValueType.SCALAR),
  YEAR(ValueType.VECTOR, 1, ValueType.VECTOR);

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
