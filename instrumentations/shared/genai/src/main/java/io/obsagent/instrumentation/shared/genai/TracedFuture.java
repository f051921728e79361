// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The future of an answer, watched. A future of its own, not a dependent one: what the application
 * sees of a failure is the throwable that it would see without the agent.
 */
public final class TracedFuture<T> extends CompletableFuture<T> {
  private final CompletableFuture<T> source;
  private final GenAiOperation operation;
  private final AnswerReader<?> reader;
  private final UnaryOperator<T> watch;

  private TracedFuture(
      CompletableFuture<T> source,
      GenAiOperation operation,
      AnswerReader<?> reader,
      UnaryOperator<T> watch) {
    this.source = source;
    this.operation = operation;
    this.reader = reader;
    this.watch = watch;
  }

  /**
   * @param reader of the module
   * @param watch takes over the operation with the answer, and answers what the application gets
   */
  public static <T> TracedFuture<T> of(
      CompletableFuture<T> source,
      GenAiOperation operation,
      AnswerReader<?> reader,
      UnaryOperator<T> watch) {
    TracedFuture<T> traced = new TracedFuture<>(source, operation, reader, watch);
    source.whenComplete(traced::arrived);
    return traced;
  }

  /** Whatever becomes of the operation, the application gets its answer. */
  private void arrived(@Nullable T answer, @Nullable Throwable failure) {
    if (failure != null) {
      reader.fail(operation, failure);
      completeExceptionally(failure);
    } else if (answer == null) {
      reader.guard().end(operation, null);
      complete(null);
    } else if (!complete(watched(answer))) {
      reader
          .guard()
          .end(
              operation,
              new CancellationException("the application waits no longer for the answer"));
    }
  }

  private T watched(T answer) {
    try {
      return watch.apply(answer);
    } catch (Throwable e) {
      reader.guard().caught(e);
      return answer;
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    source.cancel(mayInterruptIfRunning);
    return super.cancel(mayInterruptIfRunning);
  }
}
