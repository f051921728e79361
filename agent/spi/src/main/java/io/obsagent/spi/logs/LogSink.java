// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

/**
 * The agent's side of this package: one for the process, registered in {@code META-INF/services}.
 * Its methods neither block nor throw.
 */
public interface LogSink {
  /** The one for this framework; made once. */
  Source source(String framework);

  /**
   * Weakly: a context that its application drops is forgotten.
   *
   * @param control held weakly, as its class keeps the application: the caller keeps it as long as
   *     the context is there
   */
  void register(Object context, LoggerControl control);

  /** The JVM ends: hands on what waits, within two seconds. Called once or more. */
  default void close() {}

  /** What one framework logs. Thread-safe. */
  interface Source {
    /**
     * Counts an event, and says whether it shall be made a record and handed to {@link #accept}:
     * nobody may want one of this severity, or there are too many just now. Allocates nothing.
     */
    boolean wants(Severity severity);

    /** Keeps it; the caller does not wait. */
    void accept(LogRecord record);
  }
}
