// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

/**
 * A number that only grows. Made by {@link Obs#counter}; thread-safe.
 *
 * <pre>{@code
 * static final Counter ORDERS = Obs.counter("orders_total", "kind");
 * }</pre>
 */
public final class Counter extends Instrument {
  Counter(String name, String help, String[] labels) {
    super(name, help, labels);
  }

  /**
   * The same counter with a description.
   *
   * <pre>{@code
   * Obs.counter("orders_total").help("Orders taken.");
   * }</pre>
   */
  public Counter help(String sentence) {
    return new Counter(name(), sentence, labels());
  }

  /**
   * Adds to a counter without labels.
   *
   * <pre>{@code
   * LOGINS.add(1);
   * }</pre>
   *
   * @param amount what is not above 0 is ignored
   */
  public void add(double amount) {
    add(amount, 0, "", "");
  }

  /**
   * Adds to a counter with one label.
   *
   * <pre>{@code
   * ORDERS.add(1, "web");
   * }</pre>
   *
   * @param amount what is not above 0 is ignored
   */
  public void add(double amount, String label) {
    add(amount, 1, label, "");
  }

  /**
   * Adds to a counter with two labels.
   *
   * <pre>{@code
   * ENGINE_CALLS.add(1, "camunda", "ok");
   * }</pre>
   *
   * @param amount what is not above 0 is ignored
   */
  public void add(double amount, String first, String second) {
    add(amount, 2, first, second);
  }

  /**
   * Adds to a counter with as many labels as it has.
   *
   * <pre>{@code
   * ENGINE_CALLS.add(1, engine, operation, status);
   * }</pre>
   *
   * @param amount what is not above 0 is ignored
   */
  public void add(double amount, String... labels) {
    ObsProvider.Recorder to = recorder();
    if (to != null) {
      to.add(amount, labels);
    }
  }
}
