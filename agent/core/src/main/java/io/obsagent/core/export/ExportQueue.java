// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.util.List;

/** What waits for one exporter, bounded; for many producers and one consumer. */
interface ExportQueue<T> {
  /**
   * Takes an item, or not; does not block.
   *
   * @return how many were dropped for want of room: this one, or others in its place
   */
  int offer(T item);

  /**
   * Moves up to {@code max} items in their order: at least one if there is one, and no more than a
   * request should hold. For the consumer.
   */
  int drainTo(List<T> target, int max);

  int size();

  /** Whether so much waits that it is sent without waiting for more. */
  boolean hasBatch();

  /** The bound, for people: {@code 2048 spans}. */
  String bound();

  /** All that was drained has arrived, or was given up. For the consumer. */
  default void done() {}

  /** Whether what is not {@link #done} waits still after the next start. */
  default boolean isLasting() {
    return false;
  }

  /**
   * After the last drain.
   *
   * @return how many are lost that should have lasted
   */
  default int close() {
    return 0;
  }

  /** Makes those of one signal. */
  @FunctionalInterface
  interface Factory<T> {
    /**
     * @param exporter whose it is, or empty for what comes before there are exporters
     * @param hasBatch called by producers when so much has come to wait; cheap
     */
    ExportQueue<T> create(String exporter, Runnable hasBatch);
  }
}
