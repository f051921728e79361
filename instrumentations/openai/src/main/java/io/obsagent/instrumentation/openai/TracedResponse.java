// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.ErrorStatus;
import io.obsagent.instrumentation.shared.genai.PulledChunks;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A response whose answer is read, beside the application, when the application parses it. */
final class TracedResponse<T> implements HttpResponseFor<T> {
  /** For what the library and the application call of this module. */
  static final Guard GUARD = Guard.of(TracedResponse.class);

  private static final AnswerReader<Object> READER = new AnswerReader<>(GUARD, Answers::tell);

  private final HttpResponseFor<T> response;
  private final GenAiOperation operation;
  private @Nullable T answer;

  TracedResponse(HttpResponseFor<T> response, GenAiOperation operation) {
    this.response = response;
    this.operation = operation;
    operation.endWhenCollected(this);
  }

  @Override
  public T parse() {
    T parsed;
    try {
      parsed = response.parse();
    } catch (Throwable failure) {
      GUARD.end(operation, failure);
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

  @SuppressWarnings("unchecked") // a stream stands for a stream of the same
  private T read(T parsed) {
    if (parsed instanceof StreamResponse<?> stream) {
      return (T) new TracedStream((StreamResponse<Object>) stream, operation, this);
    }
    READER.tell(operation, parsed);
    GUARD.end(operation, null);
    return parsed;
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
      operation.end(operation.ended() ? null : ErrorStatus.of(response.statusCode()));
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private record TracedStream(StreamResponse<Object> source, GenAiOperation operation, Object owner)
      implements StreamResponse<Object> {
    @Override
    public Stream<Object> stream() {
      return PulledChunks.of(source.stream(), operation, READER, owner);
    }

    @Override
    public void close() {
      try {
        source.close();
      } finally {
        GUARD.end(operation, null);
      }
    }
  }
}
