// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricDefinition;

/**
 * What is said of a signal on its way out.
 *
 * @param word as options and the agent's metrics call it
 * @param items what is sent, in the plural
 * @param loop the beginning of the threads' names
 * @param exported counts what back ends have accepted
 * @param maxBatch items in one request at most
 * @param sizeOption what bounds the queue
 */
record ExportSignal<T>(
    String word,
    String items,
    String loop,
    MetricDefinition exported,
    int maxBatch,
    String sizeOption) {
  static final ExportSignal<FinishedSpan> TRACES =
      new ExportSignal<>(
          "traces", "spans", "export-", ExportCounts.SPANS, 512, ExportOptions.QUEUE_SIZE.key());

  static final ExportSignal<FinishedLog> LOGS =
      new ExportSignal<>(
          "logs",
          "records",
          "export-logs-",
          ExportCounts.RECORDS,
          4_096,
          ExportOptions.LOGS_QUEUE.key());
}
