// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The future of an answer, watched. A future of its own, not a dependent one: what the application
 * sees of a failure is the throwable that it would see without the agent.
 */
public final class TracedFuture<T> extends CompletableFuture<T> {
  private final CompletableFuture<T> source;
  private final GenAiOperation operation;
  private final Guard guard;
  private final UnaryOperator<T> watch;

  private TracedFuture(
      CompletableFuture<T> source, GenAiOperation operation, Guard guard, UnaryOperator<T> watch) {
    this.source = source;
    this.operation = operation;
    this.guard = guard;
    this.watch = watch;
  }

  /**
   * @param guard of the module, which bears what goes wrong
   * @param watch takes over the operation with the answer, and answers what the application gets
   */
  public static <T> TracedFuture<T> of(
      CompletableFuture<T> source, GenAiOperation operation, Guard guard, UnaryOperator<T> watch) {
    TracedFuture<T> traced = new TracedFuture<>(source, operation, guard, watch);
    source.whenComplete(traced::arrived);
    return traced;
  }

  /** Whatever becomes of the operation, the application gets its answer. */
  private void arrived(@Nullable T answer, @Nullable Throwable failure) {
    if (failure != null) {
      guard.end(operation, cause(failure));
      completeExceptionally(failure);
    } else if (answer == null) {
      guard.end(operation, null);
      complete(null);
    } else if (!complete(watched(answer))) {
      guard.end(
          operation, new CancellationException("the application waits no longer for the answer"));
    }
  }

  private T watched(T answer) {
    try {
      return watch.apply(answer);
    } catch (Throwable e) {
      guard.caught(e);
      return answer;
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause != null ? cause : failure;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    source.cancel(mayInterruptIfRunning);
    return super.cancel(mayInterruptIfRunning);
  }
}
