// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.function.BiConsumer;

/**
 * Tells an operation what a whole answer, or one chunk of a stream, says. An answer not as
 * documented is the application's to judge: no exception of ours gets out.
 *
 * @param guard of the module, which bears what goes wrong
 * @param part reads one answer or chunk; stateless
 */
public record AnswerReader<P>(Guard guard, BiConsumer<GenAiOperation, P> part) {
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
}
