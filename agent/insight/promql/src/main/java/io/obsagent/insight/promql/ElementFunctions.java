// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Functions of one number, and of the time that a number stands for. */
final class ElementFunctions {
  /** The seconds between the years ±1,000,000 and 1970: as far as Java's calendar is useful. */
  private static final double MAX_SECONDS = 31_556_000_000_000.0;

  private ElementFunctions() {}

  /** The value, or {@link StepSeries#ABSENT}; the parameters are NaN where not given. */
  static double apply(Function function, double value, double first, double second, int given) {
    return switch (function) {
      case ABS -> Math.abs(value);
      case CEIL -> Math.ceil(value);
      case FLOOR -> Math.floor(value);
      case EXP -> Math.exp(value);
      case SQRT -> Math.sqrt(value);
      case LN -> Math.log(value);
      case LOG2 -> GoMath.log2(value);
      case LOG10 -> Math.log10(value);
      case SGN -> value < 0 ? -1 : value > 0 ? 1 : value;
      case ROUND -> round(value, given > 1 ? first : 1);
      case CLAMP -> clamp(value, first, second);
      case CLAMP_MIN -> GoMath.max(first, value);
      case CLAMP_MAX -> GoMath.min(first, value);
      case DEG -> value * 180 / Math.PI;
      case RAD -> value * Math.PI / 180;
      case DAYS_IN_MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, HOUR, MINUTE, MONTH, YEAR ->
          date(function, value);
      default -> trigonometric(function, value);
    };
  }

  private static double trigonometric(Function function, double value) {
    return switch (function) {
      case SIN -> Math.sin(value);
      case COS -> Math.cos(value);
      case TAN -> Math.tan(value);
      case ASIN -> Math.asin(value);
      case ACOS -> Math.acos(value);
      case ATAN -> Math.atan(value);
      case SINH -> Math.sinh(value);
      case COSH -> Math.cosh(value);
      case TANH -> Math.tanh(value);
      case ASINH -> GoMath.asinh(value);
      case ACOSH -> GoMath.acosh(value);
      case ATANH -> GoMath.atanh(value);
      default ->
          throw new EvaluationException("function " + function.symbol() + "() is not supported");
    };
  }

  /** To the nearest multiple, half up; dividing by the inverse loses less precision. */
  private static double round(double value, double nearest) {
    double inverse = 1 / nearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  }

  private static double clamp(double value, double least, double most) {
    return most < least ? StepSeries.ABSENT : GoMath.max(least, GoMath.min(most, value));
  }

  private static double date(Function function, double seconds) {
    double bounded =
        Double.isNaN(seconds)
            ? -MAX_SECONDS
            : Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, seconds));
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.ofEpochSecond((long) bounded), ZoneOffset.UTC);
    return switch (function) {
      case DAYS_IN_MONTH -> time.toLocalDate().lengthOfMonth();
      case DAY_OF_MONTH -> time.getDayOfMonth();
      case DAY_OF_WEEK -> time.getDayOfWeek().getValue() % 7;
      case DAY_OF_YEAR -> time.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case MONTH -> time.getMonthValue();
      default -> time.getYear();
    };
  }
}
