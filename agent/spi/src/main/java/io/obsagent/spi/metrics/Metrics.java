// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.List;

/**
 * Makes instruments. Asking again for the same definition gives the same instrument. Thread-safe;
 * an instrument's series are bounded ({@code metrics.max-series}, 2,000), and beyond the bound all
 * label values read {@code other}.
 *
 * <p>Nothing here throws: it is called where requests are served. What does not fit (a second
 * definition of another shape under one name, a wrong number of label values) is told in the log
 * once and counted as dropped; the build's tests refuse it.
 */
public interface Metrics extends MetricSource {
  /** What the agent let go, whatever and wherever it was. */
  MetricDefinition DROPPED =
      MetricDefinition.counter(
              "obs_agent_dropped_total", "What the agent did not keep, by signal and reason.")
          .unit("{item}")
          .labels("signal", "reason");

  Counter counter(MetricDefinition definition);

  /** A gauge that is added to and subtracted from. */
  Gauge gauge(MetricDefinition definition);

  Histogram histogram(MetricDefinition definition);

  /**
   * Adds an upper bound to the buckets of a histogram, whether it has been made yet or not, so that
   * what is to be counted below it is counted exactly from then on. What was recorded before stays
   * in the bucket above.
   *
   * @param histogram its name, without {@code _bucket}
   * @return false if the bound is not finite, or the histogram has as many as it may be given
   */
  default boolean addBound(String histogram, double bound) {
    return false;
  }

  /**
   * The series of {@link #DROPPED} of a signal and a reason.
   *
   * @param signal {@code traces}, {@code metrics} or {@code logs}
   */
  default Counter.Series dropped(String signal, String reason) {
    return counter(DROPPED).labels(signal, reason);
  }

  /**
   * Whether an instrument of the definition would be read: no other of its name has another shape.
   */
  default boolean fits(MetricDefinition definition) {
    return true;
  }

  /**
   * Ends the instrument that was made of just this definition; what is still recorded into it is
   * lost, and its name is free. For metrics that the user defines while the application runs.
   */
  default void forget(MetricDefinition definition) {}

  /** Adds metrics that are read at collection time. Held strongly: for the agent's own sources. */
  void register(MetricSource source);

  /**
   * Gauges and counters of an object of the application (a pool). Both are held weakly, so {@code
   * reader} must be a constant of the instrumentation, and not capture anything. Gauges of an
   * object that is gone go with it; what its counters have reached stays in the total.
   *
   * @param labelValues values for the labels that the reader's definitions have
   */
  <O> void observe(O owner, Reader<O> reader, String... labelValues);

  /** Reads the gauges and counters of one object. */
  interface Reader<O> {
    /** Called once for each {@code observe}: what is read. No histograms. */
    List<MetricDefinition> definitions();

    /** The values now, in the order of the definitions; NaN where one is not known. */
    double[] read(O owner);
  }

  /**
   * All metrics of a registry of the application (Micrometer's, a Prometheus client's), read when
   * metrics are collected, so that recording into it costs what it did. Both are held weakly, as by
   * {@link #observe}, and a registry that is gone takes its metrics along. A metric whose name the
   * agent has gets {@code app_} before it. Series are bounded as the agent's own; registries of one
   * library that have the same series are added up.
   */
  <O> void bridge(O owner, FamilyReader<O> reader);

  /**
   * Instruments that the application names, by an API or in a file: other than the agent's own they
   * may have any name, and are shown as those of a {@link #bridge}. They are held weakly, and go
   * with what is answered here. At most 2,000 metrics.
   */
  Metrics ofApplication();

  /** Reads a registry of the application. */
  @FunctionalInterface
  interface FamilyReader<O> {
    /**
     * Called on a thread of the agent's; may throw, and may call what the application has written.
     *
     * @return names, units and types as the library itself would write them for Prometheus; a
     *     counter's name ends in {@code _total}. Series of one name with other labels are a family
     *     of their own. Empty of a registry that is closed
     */
    List<MetricFamily> read(O owner);
  }

  /** A number that only grows. Pre-bind a series where label values are constant. */
  interface Counter {
    Series labels(String... values);

    /** One series of a counter. */
    interface Series {
      void add(double amount);
    }
  }

  /** A number that goes up and down. */
  interface Gauge {
    Series labels(String... values);

    /** One series of a gauge. */
    interface Series {
      void add(double amount);

      void set(double value);
    }
  }

  /** A distribution. */
  interface Histogram {
    Series labels(String... values);

    /** One series of a histogram. */
    interface Series {
      /** Records a value; the span in the current context, if sampled, becomes its exemplar. */
      void record(double value);

      /**
       * The same for who has just looked at the clock.
       *
       * @param nanoTime {@link System#nanoTime} now
       */
      default void record(double value, long nanoTime) {
        record(value);
      }
    }
  }
}
