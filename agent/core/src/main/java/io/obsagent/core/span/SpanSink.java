// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;

/**
 * Takes finished, sampled spans from request threads, and log records from a thread of the agent's.
 * Never blocks, never throws.
 */
@FunctionalInterface
public interface SpanSink {
  void accept(FinishedSpan span);

  default boolean accept(FinishedLog log) {
    return true;
  }

  /** Hands all spans on to one more, where there is more than a sink; see the pipeline. */
  default void add(String name, SpanExporter consumer) {}
}
