// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.obsagent.spi.metrics.MetricFamily;
import java.io.IOException;
import java.util.List;

/**
 * Sends metrics out of the process. Called by one agent thread at a time, which may block; the
 * caller takes the snapshots, and after a failure comes with a newer one.
 */
public interface MetricExporter extends AutoCloseable {
  /**
   * @param snapshot all metrics at this moment
   * @throws RetryableException if another snapshot may be sent soon
   * @throws NotFoundException if the receiver takes no metrics
   * @throws IOException if it refuses this snapshot; the message names the endpoint and the reason
   */
  void export(List<MetricFamily> snapshot) throws IOException;

  /** Where it sends to, for people: an address without password, a file. */
  default String endpoint() {
    return "";
  }

  /** Frees connections; called once, within the shutdown deadline. */
  @Override
  void close();
}
