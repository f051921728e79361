// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.ValueType;

/** What is measured. Immutable. */
sealed interface Indicator {
  /**
   * Events, and which of them were good, or which bad.
   *
   * @param some the good ones, or the bad ones
   * @param good which of the two
   */
  record Events(Query some, boolean good, Query total) implements Indicator {
    /** The share of bad events as one expression. */
    @Override
    public Query errorRatio() {
      return new Query(
          good ? "1 - ((" + some + ")\n/\n(" + total + "))" : "(" + some + ")\n/\n(" + total + ")");
    }
  }

  /** An expression that is the share of bad events itself. */
  record Ratio(Query errorRatio) implements Indicator {}

  /** A condition that holds while it has a result other than 0; each look at it is an event. */
  record Threshold(Query condition) implements Indicator {
    @Override
    public Query errorRatio() {
      return new Query("1 - avg_over_time((" + holds() + ")[{{.window}}:1m])");
    }

    /** An expression that is 1 while the condition holds, else 0. */
    String holds() {
      boolean scalar = condition.at("5m").type() == ValueType.SCALAR;
      String vector = scalar ? "vector(" + condition + ")" : "(" + condition + ")";
      return "(count(" + vector + " != 0) > bool 0) or vector(0)";
    }
  }

  /** The share of bad events in the window as one expression. */
  Query errorRatio();
}
