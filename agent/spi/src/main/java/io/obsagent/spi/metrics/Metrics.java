// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

/**
 * Makes instruments. Asking again for the same name gives the same instrument. Thread-safe; an
 * instrument's series are bounded ({@code metrics.max-series}, 2,000), and beyond the bound all
 * label values read {@code other}.
 */
public interface Metrics extends MetricSource {
  /**
   * @param name Prometheus name, ending in {@code _total}
   * @param unit OpenTelemetry unit or empty
   */
  Counter counter(String name, String help, String unit, String... labelNames);

  /** A gauge that is added to and subtracted from. */
  Gauge gauge(String name, String help, String unit, String... labelNames);

  /**
   * @param bounds default upper bounds, ascending; the option {@code metrics.buckets.<name>} wins
   */
  Histogram histogram(String name, String help, String unit, double[] bounds, String... labelNames);

  /** Adds metrics that are read at collection time. Held strongly: for the agent's own sources. */
  void register(MetricSource source);

  /**
   * Gauges of an object of the application (a pool). Both are held weakly, so {@code reader} must
   * be a constant of the instrumentation, and not capture anything.
   *
   * @param labelValues values for the labels that the reader's families have
   */
  <O> void observe(O owner, GaugeReader<O> reader, String... labelValues);

  /** Reads the gauges of one object. */
  interface GaugeReader<O> {
    /** Called once for each {@code observe}: names, help, units and labels of what is read. */
    GaugeDefinition[] definitions();

    /** The values now, in the order of the definitions; NaN where one is not known. */
    double[] read(O owner);
  }

  /** Name, help and labels of a gauge. */
  @SuppressWarnings("ArrayRecordComponent")
  record GaugeDefinition(String name, String help, String unit, String... labelNames) {}

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
    }
  }
}
