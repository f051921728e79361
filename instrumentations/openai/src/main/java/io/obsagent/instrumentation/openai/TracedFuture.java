// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.HttpResponseFor;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The future of a response, with the response watched. A future of its own, not a dependent one:
 * what the application sees of a failure is the throwable that it would see without the agent.
 */
final class TracedFuture<T> extends CompletableFuture<HttpResponseFor<T>> {
  private final CompletableFuture<HttpResponseFor<T>> source;
  private final GenAiOperation operation;
  private final AnswerReader<T> reader;

  private TracedFuture(
      CompletableFuture<HttpResponseFor<T>> source,
      GenAiOperation operation,
      AnswerReader<T> reader) {
    this.source = source;
    this.operation = operation;
    this.reader = reader;
  }

  static <T> TracedFuture<T> of(
      CompletableFuture<HttpResponseFor<T>> source,
      GenAiOperation operation,
      AnswerReader<T> reader) {
    TracedFuture<T> traced = new TracedFuture<>(source, operation, reader);
    source.whenComplete(traced::arrived);
    return traced;
  }

  /** Whatever becomes of the operation, the application gets its answer. */
  private void arrived(@Nullable HttpResponseFor<T> response, @Nullable Throwable failure) {
    if (failure != null) {
      ModelCall.GUARD.end(operation, cause(failure));
      completeExceptionally(failure);
    } else if (response == null) {
      ModelCall.GUARD.end(operation, null);
      complete(null);
    } else if (!complete(traced(response))) {
      ModelCall.GUARD.end(
          operation, new CancellationException("the application waits no longer for the answer"));
    }
  }

  private HttpResponseFor<T> traced(HttpResponseFor<T> response) {
    try {
      return new TracedResponse<>(response, operation, reader);
    } catch (Throwable e) {
      ModelCall.GUARD.caught(e);
      return response;
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
