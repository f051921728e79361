// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of an expression a Prometheus evaluates only with a feature flag; here it needs none. See <a
 * href="https://prometheus.io/docs/prometheus/latest/feature_flags/">its feature flags</a>.
 */
public final class FeatureFlags {
  private static final String FUNCTIONS = "promql-experimental-functions";
  private static final String DURATIONS = "promql-duration-expr";
  private static final String BOUNDARIES = "promql-extended-range-selectors";
  private static final String FILL = "promql-binop-fill-modifiers";

  private final Map<String, String> needed = new TreeMap<>();

  private FeatureFlags() {}

  /** One line for each part: {@code mad_over_time needs --enable-feature=… in Prometheus}. */
  public static List<String> neededBy(Expr expr) {
    FeatureFlags flags = new FeatureFlags();
    flags.visit(expr);
    List<String> lines = new ArrayList<>(flags.needed.size());
    flags.needed.forEach(
        (part, flag) -> lines.add(part + " needs --enable-feature=" + flag + " in Prometheus"));
    return lines;
  }

  private void visit(Expr expr) {
    if (expr instanceof Expr.Call call) {
      if (isExperimental(call.function())) {
        needed.put(call.function().symbol() + "()", FUNCTIONS);
      }
      call.arguments().forEach(this::visit);
    } else if (expr instanceof Expr.Aggregation aggregation) {
      if (aggregation.op() == Aggregator.LIMITK || aggregation.op() == Aggregator.LIMIT_RATIO) {
        needed.put(aggregation.op().symbol(), FUNCTIONS);
      }
      visit(aggregation.inner());
      if (aggregation.parameter() != null) {
        visit(aggregation.parameter());
      }
    } else if (expr instanceof Expr.BinaryExpr binary) {
      if (binary.matching().fills()) {
        needed.put("fill", FILL);
      }
      visit(binary.left());
      visit(binary.right());
    } else if (expr instanceof Expr.UnaryExpr unary) {
      visit(unary.inner());
    } else if (expr instanceof Expr.ParenExpr paren) {
      visit(paren.inner());
    } else {
      selector(expr);
    }
  }

  private void selector(Expr expr) {
    if (expr instanceof Expr.VectorSelector vector) {
      shift(vector.shift());
      if (vector.boundary() != RangeBoundary.NONE) {
        needed.put(vector.boundary().word(), BOUNDARIES);
      }
    } else if (expr instanceof Expr.MatrixSelector matrix) {
      duration(matrix.range());
      visit(matrix.vector());
    } else if (expr instanceof Expr.Subquery subquery) {
      duration(subquery.range());
      if (subquery.step() != null) {
        duration(subquery.step());
      }
      shift(subquery.shift());
      visit(subquery.inner());
    }
  }

  private void shift(TimeShift shift) {
    if (shift.offset() != null) {
      duration(shift.offset());
    }
  }

  private void duration(DurationExpr duration) {
    boolean plain =
        duration instanceof DurationExpr.Literal
            || duration instanceof DurationExpr.Negative negative
                && negative.inner() instanceof DurationExpr.Literal;
    if (!plain) {
      needed.put("a duration that is calculated", DURATIONS);
    }
  }

  private static boolean isExperimental(Function function) {
    return switch (function) {
      case DOUBLE_EXPONENTIAL_SMOOTHING,
          END,
          HISTOGRAM_QUANTILES,
          MAD_OVER_TIME,
          MAX_OF,
          MIN_OF,
          RANGE,
          SORT_BY_LABEL,
          SORT_BY_LABEL_DESC,
          START,
          STEP,
          TS_OF_FIRST_OVER_TIME,
          TS_OF_LAST_OVER_TIME,
          TS_OF_MAX_OVER_TIME,
          TS_OF_MIN_OVER_TIME ->
          true;
      default -> false;
    };
  }
}
