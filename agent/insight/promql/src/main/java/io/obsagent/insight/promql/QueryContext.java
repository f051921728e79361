// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one query shares between its parts. Confined to the thread that runs the query.
 *
 * @param startMillis the first instant of the query
 * @param endMillis its last instant
 * @param stepMillis its step, zero for an instant query
 */
record QueryContext(
    SeriesReader reader,
    EngineOptions options,
    long startMillis,
    long endMillis,
    long stepMillis,
    Budget budget,
    Annotations annotations) {
  private static final Set<String> METADATA = Set.of(Labels.METRIC_NAME, "__type__", "__unit__");

  boolean isInstant() {
    return startMillis == endMillis;
  }

  static Labels withoutMetadata(Labels labels) {
    return labels.except(METADATA);
  }

  /** A series with other values under the same labels, but for the metric name. */
  StepSeries nameless(StepSeries series, double[] values) {
    return nameless(series.labels(), values);
  }

  StepSeries nameless(Labels labels, double[] values) {
    return options.delayedNameRemoval()
        ? new StepSeries(labels, values, true)
        : new StepSeries(withoutMetadata(labels), values, false);
  }

  /** Makes one of series that have come to have the same labels, if they never meet in time. */
  List<StepSeries> merge(List<StepSeries> series) {
    Map<Labels, Integer> seen = new HashMap<>(series.size() * 2);
    List<StepSeries> merged = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      Integer at = seen.putIfAbsent(one.labels(), merged.size());
      if (at == null) {
        merged.add(one);
      } else {
        merged.set(at, merge(merged.get(at), one));
      }
    }
    return merged;
  }

  private StepSeries merge(StepSeries left, StepSeries right) {
    double[] values = left.values().clone();
    for (int i = 0; i < values.length; i++) {
      double other = right.values()[i];
      if (StepSeries.isAbsent(other)) {
        continue;
      }
      if (!StepSeries.isAbsent(values[i])) {
        throw duplicate();
      }
      values[i] = other;
    }
    budget.hold(values.length);
    return new StepSeries(left.labels(), values, left.dropName() || right.dropName());
  }

  static EvaluationException duplicate() {
    return new EvaluationException("vector cannot contain metrics with the same labelset");
  }

  /** The milliseconds of a duration of which less than one cannot be. */
  long positiveMillis(DurationExpr duration) {
    long millis = millis(duration);
    if (seconds(duration) <= 0) {
      throw wrong(duration, "duration must be greater than 0");
    }
    return millis;
  }

  long millis(DurationExpr duration) {
    double seconds = seconds(duration);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw wrong(duration, "duration is NaN or infinite");
    }
    if (Math.abs(seconds) > Long.MAX_VALUE / 1e9) {
      throw wrong(duration, "duration is out of range");
    }
    return duration instanceof DurationExpr.Literal
        ? Math.round(seconds * 1e9) / 1_000_000
        : (long) (seconds * 1000);
  }

  private static EvaluationException wrong(DurationExpr duration, String message) {
    Position position = duration.position();
    return new EvaluationException(position.start() + ":" + position.end() + ": " + message);
  }

  private double seconds(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      return literal.seconds();
    }
    if (duration instanceof DurationExpr.Step) {
      return stepMillis / 1000.0;
    }
    if (duration instanceof DurationExpr.Range) {
      return (endMillis - startMillis) / 1000.0;
    }
    if (duration instanceof DurationExpr.Negative negative) {
      return -seconds(negative.inner());
    }
    if (duration instanceof DurationExpr.Paren paren) {
      return seconds(paren.inner());
    }
    DurationExpr.Binary binary = (DurationExpr.Binary) duration;
    double left = seconds(binary.left());
    double right = seconds(binary.right());
    return switch (binary.op()) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> left / divisor(binary, right, "division");
      case MOD -> left % divisor(binary, right, "modulo");
      case POW -> GoMath.pow(left, right);
      case MIN_OF -> GoMath.min(left, right);
      case MAX_OF -> GoMath.max(left, right);
    };
  }

  private static double divisor(DurationExpr.Binary binary, double value, String what) {
    if (value == 0) {
      throw wrong(binary, what + " by zero");
    }
    return value;
  }
}
