// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.ValueType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

  /**
   * Time in slices of one length, whatever happens in each of them: <a
   * href="https://github.com/OpenSLO/OpenSLO#slo">OpenSLO's</a> {@code Timeslices} and {@code
   * RatioTimeslices}. A slice in which nothing happened is good where slices are good or bad, and
   * none where each counts with its share.
   *
   * @param inner what is measured in each slice
   * @param target share of good events from which on a slice is good; null if each counts with its
   *     share
   */
  record Sliced(Indicator inner, Duration slice, @Nullable Double target) implements Indicator {
    @Override
    public Query errorRatio() {
      String length = BurnWindow.name(slice);
      String each = "(" + inner.errorRatio().text(length) + ")";
      String counts =
          target == null ? each + " >= 0" : each + " > bool " + AlertRules.number(1 - target);
      return new Query("avg_over_time((" + counts + ")[{{.window}}:" + length + "])");
    }

    @Override
    public String method() {
      return target == null ? "RatioTimeslices" : "Timeslices";
    }
  }

  /** The share of bad events in the window as one expression. */
  Query errorRatio();

  /** What slices of time are made of; this itself where there are none. */
  default Indicator inner() {
    return this;
  }

  /** How long a slice of time is; zero where there are none. */
  default Duration slice() {
    return Duration.ZERO;
  }

  /** How the budget is counted, in OpenSLO's word. */
  default String method() {
    return "Occurrences";
  }
}
