// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import io.obsagent.instrumentation.shared.genai.ErrorStatus;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.ParsedResponse;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/**
 * What is done at each service. The library's own services parse what they get from the raw ones,
 * and so the operation goes on in what these return:
 *
 * <pre>
 * create ─► HttpResponseFor ─ parse ─► answer            ends with parse, or close
 *        └► HttpResponseFor ─ parse ─► StreamResponse    ends with the last chunk, or close
 *        └► CompletableFuture ─► either of them          ends there, or with the failure
 * </pre>
 */
final class OpenAiAdvices {
  private OpenAiAdvices() {}

  /** Null for an answer that is no response to be parsed, as that of speech. */
  private static @Nullable Object inPlaceOf(GenAiOperation operation, Object returned) {
    if (!(returned instanceof HttpResponse response)) {
      return null;
    }
    RateLimits.OPENAI.tellFirst(operation, response.headers()::values);
    if (returned instanceof HttpResponseFor<?>) {
      return ParsedResponse.of(
          HttpResponseFor.class, StreamResponse.class, returned, operation, Answers.READER);
    }
    // Older versions let the application read an error.
    ErrorStatus.endIfOne(operation, response.statusCode());
    return null;
  }

  /** {@code create} and {@code createStreaming}, of whichever service. */
  static final class Create {
    private static final String STREAMED = "Streaming(";

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object service, @Origin String method, @Argument(0) Object params) {
      return ModelCall.begin(
          Requests.of(service, params).stream(method.contains(STREAMED)),
          OpenAIException::new,
          params,
          Answers.READER,
          Requests::tellSaid);
    }

    @ReplaceArgument(0)
    static Object params(
        @Token @Nullable GenAiOperation operation,
        @Origin String method,
        @Argument(0) Object params) {
      return operation != null && operation.asksForUsage() && method.contains(STREAMED)
          ? Requests.withUsage(params)
          : params;
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(
          operation, returned, thrown, Answers.READER, OpenAiAdvices::inPlaceOf);
    }
  }
}
