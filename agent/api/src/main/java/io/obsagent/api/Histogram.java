// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

/**
 * A distribution: how many observations are below each bound, their sum and their count. Made by
 * {@link Obs#histogram}; thread-safe.
 *
 * <pre>{@code
 * static final Histogram IMPORT = Obs.histogram("import_seconds", "source");
 * }</pre>
 */
public final class Histogram extends Instrument {
  private final double[] bounds;

  Histogram(String name, String help, String[] labels, double[] bounds) {
    super(name, help, labels);
    this.bounds = bounds;
  }

  /**
   * The same histogram with a description.
   *
   * <pre>{@code
   * Obs.histogram("import_seconds").help("Time that an import took.");
   * }</pre>
   */
  public Histogram help(String sentence) {
    return new Histogram(name(), sentence, labels(), bounds);
  }

  /**
   * The same histogram with buckets of its own; by default they are those of times from 5 ms to 10
   * s where the name ends in {@code _seconds}, and else powers of ten with their halves up to
   * 10,000. The option {@code metrics.buckets.<name>} wins.
   *
   * <pre>{@code
   * Obs.histogram("order_value_euros").buckets(1, 10, 100, 1000);
   * }</pre>
   *
   * @param upperBounds ascending; infinity goes without saying
   */
  public Histogram buckets(double... upperBounds) {
    return new Histogram(name(), help(), labels(), upperBounds.clone());
  }

  @Override
  public double[] bounds() {
    return bounds.clone();
  }

  /**
   * Records an observation without labels.
   *
   * <pre>{@code
   * VALUE.record(order.total());
   * }</pre>
   */
  public void record(double value) {
    put(value, 0, "", "");
  }

  /**
   * Records an observation with one label.
   *
   * <pre>{@code
   * IMPORT.record(seconds, "ftp");
   * }</pre>
   */
  public void record(double value, String label) {
    put(value, 1, label, "");
  }

  /**
   * Records an observation with two labels.
   *
   * <pre>{@code
   * ENGINE.record(seconds, "camunda", "start");
   * }</pre>
   */
  public void record(double value, String first, String second) {
    put(value, 2, first, second);
  }

  /**
   * Records an observation with as many labels as the histogram has.
   *
   * <pre>{@code
   * ENGINE.record(seconds, engine, operation, status);
   * }</pre>
   */
  public void record(double value, String... labels) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.record(value, labels);
    }
  }
}
