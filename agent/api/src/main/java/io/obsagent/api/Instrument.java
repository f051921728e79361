// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import org.jspecify.annotations.Nullable;

/**
 * What counters, gauges and histograms have in common. Thread-safe. Beyond {@code
 * metrics.max-series}, 2,000 by default, all that is new goes into one series whose labels read
 * {@code other}; values are cut after 256 characters.
 */
public abstract class Instrument {
  private static final String[] NONE = {};

  private final String name;
  private final String help;
  private final String[] labels;

  /** Found at the first use that has an agent; whoever finds it finds the same. */
  private ObsProvider.@Nullable Recorder recorder;

  Instrument(String name, String help, String[] labels) {
    this.name = name;
    this.help = help;
    this.labels = labels;
  }

  /**
   * What it was made with, as Prometheus has it.
   *
   * <pre>{@code
   * assert ORDERS.name().equals("orders_total");
   * }</pre>
   */
  public final String name() {
    return name;
  }

  /**
   * One sentence; empty if there is none.
   *
   * <pre>{@code
   * assert ORDERS.help().equals("Orders taken.");
   * }</pre>
   */
  public final String help() {
    return help;
  }

  /**
   * Names of the labels, in the order in which values are given.
   *
   * <pre>{@code
   * assert ORDERS.labels()[0].equals("kind");
   * }</pre>
   */
  public final String[] labels() {
    return labels.clone();
  }

  /**
   * Upper bounds of the buckets, ascending; empty for those that fit the unit, or where there are
   * none.
   *
   * <pre>{@code
   * assert Obs.histogram("order_value_euros").buckets(1, 10).bounds().length == 2;
   * }</pre>
   */
  public double[] bounds() {
    return new double[0];
  }

  final ObsProvider.@Nullable Recorder recorder() {
    ObsProvider provider = Obs.provider();
    if (provider == null) {
      return null; // asked first: without an agent the JIT knows, and nothing is left of the call
    }
    ObsProvider.Recorder known = recorder;
    if (known == null) {
      known = provider.recorder(this);
      recorder = known;
    }
    return known;
  }

  final void add(double amount, int count, String a, String b) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.add(amount, values(count, a, b));
    }
  }

  final void put(double value, int count, String a, String b) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.record(value, values(count, a, b));
    }
  }

  private static String[] values(int count, String a, String b) {
    return count == 0 ? NONE : count == 1 ? new String[] {a} : new String[] {a, b};
  }
}
