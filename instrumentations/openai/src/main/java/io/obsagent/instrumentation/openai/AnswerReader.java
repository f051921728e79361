// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.StreamResponse;
import io.obsagent.spi.telemetry.GenAiOperation;

/** Takes from a parsed answer what the span tells, and answers what the application gets. */
@FunctionalInterface
interface AnswerReader<T> {
  /**
   * @param owner what the application may hold no more while it reads the answer
   */
  T read(GenAiOperation operation, T answer, Object owner);

  /** Tells an operation what one whole answer, or one chunk of a stream, says. */
  @FunctionalInterface
  interface Part<P> {
    void tell(GenAiOperation operation, P part);

    /** An answer not as documented is the application's to judge: no exception of ours gets out. */
    default void tellSafely(GenAiOperation operation, P part) {
      try {
        tell(operation, part);
      } catch (Throwable e) {
        ModelCall.GUARD.caught(e);
      }
    }
  }

  /** The answer is complete, and so is the operation. */
  static <T> AnswerReader<T> whole(Part<T> part) {
    return (operation, answer, owner) -> {
      part.tellSafely(operation, answer);
      operation.end(null);
      return answer;
    };
  }

  /** The answer has only begun: the stream is watched until it ends. */
  static <C> AnswerReader<StreamResponse<C>> stream(Part<C> part) {
    return (operation, answer, owner) -> new TracedStream<>(answer, operation, part, owner);
  }
}
