// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

/**
 * A number that goes up and down. Made by {@link Obs#gauge}; thread-safe.
 *
 * <pre>{@code
 * static final Gauge OPEN = Obs.gauge("carts_open");
 * }</pre>
 */
public final class Gauge extends Instrument {
  Gauge(String name, String help, String[] labels) {
    super(name, help, labels);
  }

  /**
   * The same gauge with a description.
   *
   * <pre>{@code
   * Obs.gauge("carts_open").help("Carts that are not paid yet.");
   * }</pre>
   */
  public Gauge help(String sentence) {
    return new Gauge(name(), sentence, labels());
  }

  /**
   * Sets a gauge without labels.
   *
   * <pre>{@code
   * OPEN.set(carts.size());
   * }</pre>
   */
  public void set(double value) {
    put(value, 0, "", "");
  }

  /**
   * Sets a gauge with one label.
   *
   * <pre>{@code
   * QUEUED.set(queue.size(), queue.name());
   * }</pre>
   */
  public void set(double value, String label) {
    put(value, 1, label, "");
  }

  /**
   * Sets a gauge with as many labels as it has.
   *
   * <pre>{@code
   * QUOTA.set(0.8, tenant, resource);
   * }</pre>
   */
  public void set(double value, String... labels) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.record(value, labels);
    }
  }

  /**
   * Adds to a gauge without labels; a negative amount takes away.
   *
   * <pre>{@code
   * RUNNING.add(1);
   * }</pre>
   */
  public void add(double amount) {
    add(amount, 0, "", "");
  }

  /**
   * Adds to a gauge with one label; a negative amount takes away.
   *
   * <pre>{@code
   * RUNNING.add(-1, workflow.type());
   * }</pre>
   */
  public void add(double amount, String label) {
    add(amount, 1, label, "");
  }

  /**
   * Adds to a gauge with as many labels as it has; a negative amount takes away.
   *
   * <pre>{@code
   * RUNNING.add(1, workflow.type(), agent);
   * }</pre>
   */
  public void add(double amount, String... labels) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.add(amount, labels);
    }
  }
}
