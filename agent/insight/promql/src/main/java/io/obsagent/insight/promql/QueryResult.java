// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.List;

/** What a query gave. Immutable as far as its arrays are left alone. */
public sealed interface QueryResult {
  /** Warnings in Prometheus' wording, each once, {@code PromQL warning: …}. */
  List<String> warnings();

  /** Infos in Prometheus' wording, each once, {@code PromQL info: …}. */
  List<String> infos();

  /** One value per series at one instant. Ordered only where the expression sorts. */
  record Vector(List<Sample> samples, List<String> warnings, List<String> infos)
      implements QueryResult {}

  /** Values per series over time, ordered by labels. */
  record Matrix(List<Series> series, List<String> warnings, List<String> infos)
      implements QueryResult {}

  /** A number with no labels. */
  record Scalar(long timestampMillis, double value, List<String> warnings, List<String> infos)
      implements QueryResult {}

  /** A string literal. */
  record Text(long timestampMillis, String value, List<String> warnings, List<String> infos)
      implements QueryResult {}

  /** An element of an instant vector. */
  record Sample(Labels labels, long timestampMillis, double value) {}

  /**
   * An element of a matrix.
   *
   * @param timestamps epoch milliseconds, ascending, as long as {@code values}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Series(Labels labels, long[] timestamps, double[] values) {}
}
