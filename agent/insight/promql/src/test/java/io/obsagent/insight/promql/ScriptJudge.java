// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.ScriptEval.Expectation;
import io.obsagent.insight.promql.ScriptEval.ExpectedSeries;
import io.obsagent.insight.promql.ScriptEval.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one {@code eval} and compares what it gives with what the script expects. */
final class ScriptJudge {
  private static final double TOLERANCE = 1e-6;

  private final Engine engine;

  ScriptJudge(Engine engine) {
    this.engine = engine;
  }

  /**
   * Fails with an {@link AssertionError} if the result is not the expected one.
   *
   * @return why the eval says nothing about the float engine, or null if it passed
   */
  @Nullable String judge(ScriptEval eval) {
    eval.storage().forgetReads();
    try {
      run(eval);
      return null;
    } catch (NotSupportedException e) {
      return e.feature().title();
    } catch (AssertionError e) {
      if (eval.expectsHistograms() || eval.storage().histogramsRead()) {
        return NotSupportedException.Feature.NATIVE_HISTOGRAMS.title();
      }
      if (eval.storage().startTimestampsRead()) {
        return NotSupportedException.Feature.START_TIMESTAMPS.title();
      }
      throw e;
    }
  }

  private void run(ScriptEval eval) {
    QueryResult result;
    try {
      Expr expr = PromqlParser.parse(eval.expr());
      Long step = eval.step();
      result =
          step == null
              ? engine.instant(eval.storage(), expr, eval.start())
              : engine.range(eval.storage(), expr, eval.start(), eval.end(), step);
    } catch (ParseException | EvaluationException e) {
      if (!eval.expects(Kind.FAIL)) {
        throw new AssertionError("unexpected failure: " + e.getMessage(), e);
      }
      for (Expectation expectation : eval.expectations()) {
        if (expectation.kind() == Kind.FAIL) {
          assertThat(expectation.matches(e.getMessage()))
              .as("%s for %s", e.getMessage(), expectation)
              .isTrue();
        }
      }
      return;
    }
    assertThat(eval.expects(Kind.FAIL)).as("expected a failure, got %s", result).isFalse();
    annotations(eval, Kind.WARN, Kind.NO_WARN, result.warnings());
    annotations(eval, Kind.INFO, Kind.NO_INFO, result.infos());
    compare(eval, result);
  }

  private static void annotations(
      ScriptEval eval, Kind wanted, Kind unwanted, List<String> actual) {
    List<Expectation> expected =
        eval.expectations().stream().filter(e -> e.kind() == wanted).toList();
    if (!expected.isEmpty()) {
      assertThat(actual).as("annotations %s", wanted).isNotEmpty();
      for (Expectation expectation : expected) {
        assertThat(actual).as("%s", expectation).anyMatch(expectation::matches);
      }
      assertThat(actual).allMatch(text -> expected.stream().anyMatch(e -> e.matches(text)));
    }
    if (eval.expects(unwanted)) {
      assertThat(actual).isEmpty();
    }
  }

  private static void compare(ScriptEval eval, QueryResult result) {
    if (result instanceof QueryResult.Text text) {
      assertThat(text.value()).isEqualTo(eval.text());
    } else if (result instanceof QueryResult.Scalar scalar) {
      Double expected = eval.scalar();
      assertThat(expected).as("result is a scalar").isNotNull();
      assertClose(scalar.value(), expected == null ? 0 : expected, "scalar");
    } else if (result instanceof QueryResult.Vector vector) {
      vector(eval, vector);
    } else if (result instanceof QueryResult.Matrix matrix) {
      matrix(eval, matrix);
    }
  }

  private static void vector(ScriptEval eval, QueryResult.Vector vector) {
    List<Labels> order = new ArrayList<>();
    Map<Labels, Double> actual = new HashMap<>();
    for (QueryResult.Sample sample : vector.samples()) {
      order.add(sample.labels());
      actual.put(sample.labels(), sample.value());
    }
    List<Labels> expected = eval.series().stream().map(ExpectedSeries::labels).toList();
    assertThat(order).containsExactlyInAnyOrderElementsOf(expected);
    if (eval.expects(Kind.ORDERED)) {
      assertThat(order).containsExactlyElementsOf(expected);
    }
    for (ExpectedSeries series : eval.series()) {
      double wanted = ((SeriesNotation.Point.Value) series.points().get(0)).value();
      assertClose(actual.getOrDefault(series.labels(), 0.0), wanted, series.labels().toString());
    }
  }

  private static void matrix(ScriptEval eval, QueryResult.Matrix matrix) {
    Long evalStep = eval.step();
    long[] points = eval.matrix();
    long start = points == null ? eval.start() : points[0];
    long step = points != null ? points[1] : evalStep == null ? 1 : evalStep;
    Map<Labels, QueryResult.Series> actual = new HashMap<>();
    matrix.series().forEach(series -> actual.put(series.labels(), series));
    List<ExpectedSeries> expected =
        eval.series().stream()
            .filter(s -> s.points().stream().anyMatch(ScriptJudge::isValue))
            .toList();
    assertThat(actual.keySet())
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(ExpectedSeries::labels).toList());
    for (ExpectedSeries series : expected) {
      QueryResult.Series found = actual.get(series.labels());
      if (found == null) {
        fail("no series " + series.labels());
        return;
      }
      int at = 0;
      for (int i = 0; i < series.points().size(); i++) {
        if (series.points().get(i) instanceof SeriesNotation.Point.Value value) {
          assertThat(found.timestamps().length).as("%s", series.labels()).isGreaterThan(at);
          assertThat(found.timestamps()[at]).isEqualTo(start + i * step);
          assertClose(found.values()[at++], value.value(), series.labels() + " at " + i);
        }
      }
      assertThat(found.timestamps().length).as("points of %s", series.labels()).isEqualTo(at);
    }
  }

  private static boolean isValue(SeriesNotation.Point point) {
    return !(point instanceof SeriesNotation.Point.Omitted);
  }

  /** Equal but for a relative difference of a millionth. */
  private static void assertClose(double actual, double expected, String what) {
    boolean same =
        actual == expected
            || Double.isNaN(actual) && Double.isNaN(expected)
            || Math.abs(actual - expected)
                < TOLERANCE
                    * (actual == 0 || expected == 0
                        ? Double.MIN_NORMAL
                        : Math.min(Math.abs(actual) + Math.abs(expected), Double.MAX_VALUE));
    assertThat(same).as("%s: expected %s, got %s", what, expected, actual).isTrue();
  }
}
