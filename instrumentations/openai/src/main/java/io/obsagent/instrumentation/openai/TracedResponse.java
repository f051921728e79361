// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response whose answer is read, beside the application, when the application parses it. */
final class TracedResponse<T> implements HttpResponseFor<T> {
  private static final int CLIENT_ERROR = 400;

  private final HttpResponseFor<T> response;
  private final GenAiOperation operation;
  private final AnswerReader<T> reader;
  private @Nullable T answer;

  TracedResponse(HttpResponseFor<T> response, GenAiOperation operation, AnswerReader<T> reader) {
    this.response = response;
    this.operation = operation;
    this.reader = reader;
    operation.endWhenCollected(this);
  }

  @Override
  public T parse() {
    T parsed;
    try {
      parsed = response.parse();
    } catch (Throwable failure) {
      ModelCall.GUARD.end(operation, failure);
      throw failure;
    }
    return parsed == null ? parsed : answer(parsed);
  }

  /** A response may be parsed again; it then gives the same answer. */
  private synchronized T answer(T parsed) {
    T known = answer;
    if (known == null) {
      known = read(parsed);
      answer = known;
    }
    return known;
  }

  private T read(T parsed) {
    try {
      return reader.read(operation, parsed, this);
    } catch (Throwable e) {
      ModelCall.GUARD.caught(e);
      return parsed;
    }
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public Headers headers() {
    return response.headers();
  }

  @Override
  public Optional<String> requestId() {
    return response.requestId();
  }

  @Override
  public InputStream body() {
    return response.body();
  }

  @Override
  public void close() {
    try {
      response.close();
    } finally {
      endClosed();
    }
  }

  private void endClosed() {
    try {
      operation.end(failed() ? new ErrorStatus(response.statusCode()) : null);
    } catch (Throwable e) {
      ModelCall.GUARD.caught(e);
    }
  }

  private boolean failed() {
    return !operation.ended() && response.statusCode() >= CLIENT_ERROR;
  }

  /** Stands for the library's exception where the application reads an error itself. */
  private static final class ErrorStatus extends Exception {
    ErrorStatus(int status) {
      super("HTTP status " + status, null, false, false);
    }
  }
}
