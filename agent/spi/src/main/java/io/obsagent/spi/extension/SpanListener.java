// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.extension;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Sees spans that are kept, on the threads of the requests. Throws nothing and waits for nothing.
 * Thread-safe.
 */
public interface SpanListener {
  /**
   * The span has started; what is set on it stays.
   *
   * @param parent the context around it, with the baggage that came in
   */
  <S extends Span & FinishedSpan> void onStart(Context parent, S span);

  /** The span has ended, and is about to be queued. */
  void onEnd(FinishedSpan span);
}
