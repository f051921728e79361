// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.series.SeriesReader;

/** Evaluates expressions. Holds no state of a query; thread-safe. */
public final class Engine {
  private final EngineOptions options;

  public Engine(EngineOptions options) {
    this.options = options;
  }

  /**
   * The value of an expression at one instant: a vector, a matrix, a scalar or a text.
   *
   * @param timeMillis epoch milliseconds
   * @throws PromqlException if the evaluation fails or goes over a limit
   */
  public QueryResult instant(SeriesReader reader, Expr expr, long timeMillis) {
    throw new EvaluationException("no engine yet " + options);
  }

  /**
   * The values of an expression at each step; always a matrix.
   *
   * @param startMillis first step, epoch milliseconds
   * @param endMillis no step is later
   * @param stepMillis the distance between steps, positive
   * @throws PromqlException if the evaluation fails or goes over a limit
   */
  public QueryResult.Matrix range(
      SeriesReader reader, Expr expr, long startMillis, long endMillis, long stepMillis) {
    throw new EvaluationException("no engine yet " + options);
  }
}
