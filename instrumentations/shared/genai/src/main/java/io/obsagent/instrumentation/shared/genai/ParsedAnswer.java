// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a response that the application parses when it wants to: the operation ends with
 * parsing a whole one, with the end of a streamed one, or when the response is closed.
 */
public final class ParsedAnswer<T> {
  private final GenAiOperation operation;
  private final AnswerReader<Object> reader;
  private @Nullable T answer;

  /**
   * @param response that is closed, or forgotten
   */
  public ParsedAnswer(GenAiOperation operation, AnswerReader<Object> reader, Object response) {
    this.operation = operation;
    this.reader = reader;
    operation.endWhenCollected(response);
  }

  /**
   * A response may be parsed again; it then gives the same answer.
   *
   * @param watch gives a stream that goes on with the operation, or null for a whole answer
   */
  public synchronized T of(T parsed, Function<T, @Nullable T> watch) {
    T known = answer;
    if (known == null && parsed != null) {
      known = watch.apply(parsed);
      if (known == null) {
        reader.end(operation, parsed);
        known = parsed;
      }
      answer = known;
    }
    return known == null ? parsed : known;
  }

  public void failed(Throwable thrown) {
    reader.fail(operation, thrown);
  }

  /** An error that the application reads itself is one all the same. */
  public void closed(int status) {
    try {
      ErrorStatus error = operation.ended() ? null : ErrorStatus.of(status);
      if (error != null) {
        operation.refused(status, null);
      }
      operation.end(error);
    } catch (Throwable e) {
      reader.guard().caught(e);
    }
  }
}
