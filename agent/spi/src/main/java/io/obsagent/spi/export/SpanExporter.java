// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.io.IOException;
import java.util.List;

/**
 * Sends finished spans out of the process. Called by one agent thread at a time, which may block;
 * the caller batches, bounds, retries and counts what is dropped.
 */
public interface SpanExporter extends AutoCloseable {
  /**
   * @return how many spans of the batch will not be seen, as the receiver or the exporter has
   *     refused them; the exporter has counted them as dropped
   * @throws RetryableException if the same batch may be sent again later
   * @throws TooLargeException if the receiver may take a part of the batch
   * @throws IOException if the batch is lost; the message names the endpoint and the reason
   */
  int export(List<FinishedSpan> batch) throws IOException;

  /** Where it sends to, for people: an address without password, a file. */
  default String endpoint() {
    return "";
  }

  /** Frees connections; called once, within the shutdown deadline. */
  @Override
  void close();
}
