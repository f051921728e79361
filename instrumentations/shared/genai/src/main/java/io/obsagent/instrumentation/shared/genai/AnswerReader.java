// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Tells an operation what a whole answer, one chunk of a stream, or a failure says. An answer not
 * as documented is the application's to judge: no exception of ours gets out.
 *
 * @param guard of the module, which bears what goes wrong
 * @param part reads one answer or chunk; stateless
 * @param failure reads an exception of the library: its status and its code; stateless
 */
public record AnswerReader<P>(
    Guard guard,
    BiConsumer<GenAiOperation, P> part,
    BiConsumer<GenAiOperation, Throwable> failure) {
  /** Of a library whose exceptions say nothing but their names. */
  public AnswerReader(Guard guard, BiConsumer<GenAiOperation, P> part) {
    this(guard, part, (operation, failure) -> {});
  }

  public void tell(GenAiOperation operation, P answer) {
    try {
      part.accept(operation, answer);
    } catch (Throwable e) {
      guard.caught(e);
    }
  }

  /** One chunk of a stream, as it arrives. */
  public void tellChunk(GenAiOperation operation, P chunk) {
    try {
      if (!operation.ended()) {
        operation.chunk();
        part.accept(operation, chunk);
      }
    } catch (Throwable e) {
      guard.caught(e);
    }
  }

  /** The whole answer, which ends the operation. */
  public void end(GenAiOperation operation, P answer) {
    tell(operation, answer);
    guard.end(operation, null);
  }

  /** Ends the operation with what the library threw. */
  public void fail(GenAiOperation operation, Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
    Throwable error = cause != null ? cause : thrown;
    try {
      if (!operation.ended()) {
        failure.accept(operation, error);
      }
    } catch (Throwable e) {
      guard.caught(e);
    }
    guard.end(operation, error);
  }

  /** Does in the context of a call what a library does for its answer. */
  public <T> T within(GenAiOperation operation, Supplier<T> body) {
    Scope scope = null;
    try {
      scope = operation.context().makeCurrent();
    } catch (Throwable e) {
      guard.caught(e);
    }
    try {
      return body.get();
    } finally {
      guard.close(scope);
    }
  }

  /** The application wants no more of the answer. */
  public void leave(GenAiOperation operation) {
    try {
      operation.leave();
    } catch (Throwable e) {
      guard.caught(e);
    }
  }
}
