// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.ParsedResponse;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** What is done at each service: its response goes on with the operation. */
final class AnthropicAdvices {
  private AnthropicAdvices() {}

  /** Null for an answer that is no response to be parsed. */
  private static @Nullable Object inPlaceOf(GenAiOperation operation, Object returned) {
    if (!(returned instanceof HttpResponseFor<?> response)) {
      return null;
    }
    RateLimits.ANTHROPIC.tellFirst(operation, response.headers()::values);
    return ParsedResponse.of(
        HttpResponseFor.class, StreamResponse.class, response, operation, Answers.READER);
  }

  /** {@code create}, {@code retrieve} and {@code createStreaming}. */
  static final class Create {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object service, @Origin String method, @Argument(0) Object params) {
      return ModelCall.begin(
          Requests.of(service, params).stream(method.contains("#createStreaming")),
          AnthropicException::new,
          params,
          Answers.READER,
          Requests::tellSaid);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(
          operation, returned, thrown, Answers.READER, AnthropicAdvices::inPlaceOf);
    }
  }

  /**
   * For the tracer that the library tells its own spans to, since 3.11: one call is one span, and
   * the agent's has begun. Where there is no tracer, the library tells nothing and pays nothing. A
   * tracer of an SDK of the application's stays.
   */
  static final class OwnTracer {
    private static final String AGENT = "io.obsagent.";

    private OwnTracer() {}

    @OnExit
    static @Nullable Object exit(@Return @Nullable Object tracer) {
      if (tracer == null || !tracer.getClass().getName().startsWith(AGENT)) {
        return tracer;
      }
      GenAiOperation call = GenAiOperation.current();
      return call != null && call.kind() == GenAiTask.Kind.INFERENCE ? null : tracer;
    }
  }
}
