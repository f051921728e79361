// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;

/** What an expression evaluates to at all instants of a grid. */
sealed interface Value {
  /** How many numbers it holds. */
  long size();

  /** A vector at each instant. */
  record Vectors(List<StepSeries> series) implements Value {
    static final Vectors EMPTY = new Vectors(List.of());

    @Override
    public long size() {
      long size = 0;
      for (StepSeries one : series) {
        size += one.values().length;
      }
      return size;
    }
  }

  /** A number at each instant. */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(double[] values) implements Value {
    @Override
    public long size() {
      return values.length;
    }
  }

  /** A string. */
  record Text(String text) implements Value {
    @Override
    public long size() {
      return 0;
    }
  }
}
