// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.export.FinishedSpan;

/** Takes finished, sampled spans from request threads. Never blocks, never throws. */
@FunctionalInterface
public interface SpanSink {
  void accept(FinishedSpan span);
}
