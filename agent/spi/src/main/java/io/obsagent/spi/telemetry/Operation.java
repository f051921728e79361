// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One timed piece of work that becomes a span and a metric: a request served, a query sent. Started
 * by the static methods of its subclasses, which answer null for "do not watch this" (nested inside
 * the same kind of call, switched off, the agent's own call); advice then has nothing to do.
 *
 * <p>Thread-safe, except that {@link #detach} is called on the thread that called {@link #attach}.
 */
public interface Operation {
  Span span();

  /** The context with this operation's span: what a callback of the work should run in. */
  Context context();

  /** Makes the operation current on this thread until {@link #detach}. */
  Operation attach();

  /** Makes current again what was so before {@link #attach}; does nothing without it. */
  void detach();

  /**
   * Ends the operation; only the first call counts.
   *
   * @param error what the work threw, or null
   */
  void end(@Nullable Throwable error);

  boolean ended();

  /**
   * Ends the operation when the stage completes, with what it failed with. A stage that never
   * completes keeps the operation; see {@link #endWhenCollected}.
   */
  default void endWith(CompletionStage<?> stage) {
    try {
      stage.whenComplete(
          (value, error) ->
              end(
                  error instanceof CompletionException && error.getCause() != null
                      ? error.getCause()
                      : error));
    } catch (RuntimeException unsupported) {
      end(null); // a stage of a library that takes no callbacks
    }
  }

  /**
   * Ends the operation, with an error, if it has not ended when nobody holds the owner any more.
   * The operation must not refer to the owner.
   */
  default void endWhenCollected(Object owner) {
    Forgotten.watch(owner, this);
  }

  /** {@link #detach} and {@link #end}: the usual exit of a synchronous call. */
  default void finish(@Nullable Throwable error) {
    detach();
    end(error);
  }
}
