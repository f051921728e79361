// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.ErrorStatus;
import io.obsagent.instrumentation.shared.genai.ParsedAnswer;
import io.obsagent.instrumentation.shared.genai.PulledChunks;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A response whose answer is read, beside the application, when the application parses it. */
final class TracedResponse<T> implements HttpResponseFor<T> {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(TracedResponse.class), Answers::tell, Answers::tellFailure);

  private final HttpResponseFor<T> response;
  private final GenAiOperation operation;
  private final ParsedAnswer<T> answer;

  private TracedResponse(HttpResponseFor<T> response, GenAiOperation operation) {
    this.response = response;
    this.operation = operation;
    this.answer = new ParsedAnswer<>(operation, READER, this);
  }

  /** Null for an answer that is no response to be parsed, as that of speech. */
  static @Nullable Object of(GenAiOperation operation, Object returned) {
    if (!(returned instanceof HttpResponse response)) {
      return null;
    }
    RateLimits.OPENAI.tellFirst(operation, response.headers()::values);
    if (returned instanceof HttpResponseFor<?> parsable) {
      return new TracedResponse<>(parsable, operation);
    }
    ErrorStatus error = ErrorStatus.of(response.statusCode());
    if (error != null) { // older versions let the application read it
      operation.refused(response.statusCode(), null);
      operation.end(error);
    }
    return null;
  }

  @Override
  public T parse() {
    T parsed;
    try {
      parsed = response.parse();
    } catch (Throwable failure) {
      answer.failed(failure);
      throw failure;
    }
    return answer.of(parsed, this::stream);
  }

  @SuppressWarnings("unchecked") // a stream stands for a stream of the same
  private @Nullable T stream(T parsed) {
    return parsed instanceof StreamResponse<?> stream
        ? (T) new TracedStream((StreamResponse<Object>) stream, operation, this)
        : null;
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
      answer.closed(response.statusCode());
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
        READER.leave(operation);
      }
    }
  }
}
