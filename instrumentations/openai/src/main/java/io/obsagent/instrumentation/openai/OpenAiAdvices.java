// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.HttpResponseFor;
import io.obsagent.instrumentation.shared.genai.TracedFuture;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.concurrent.CompletableFuture;
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

  /** An answer that is given at once. */
  static final class Create {
    @OnEnter
    static @Nullable GenAiOperation enter(@This Object service, @Argument(0) Object params) {
      return start(Requests.of(service, params));
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** An answer that is given in a stream. */
  static final class Stream {
    @OnEnter
    static @Nullable GenAiOperation enter(@This Object service, @Argument(0) Object params) {
      return start(Requests.of(service, params).stream(true));
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  private static @Nullable GenAiOperation start(GenAiRequest request) {
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  @SuppressWarnings("unchecked") // the services' futures are futures of responses
  private static @Nullable Object returned(
      @Nullable GenAiOperation operation, @Nullable Object returned, @Nullable Throwable thrown) {
    if (operation == null) {
      return returned;
    }
    operation.detach();
    if (returned instanceof HttpResponseFor<?> response) {
      return new TracedResponse<>(response, operation);
    }
    if (returned instanceof CompletableFuture<?> future) {
      return TracedFuture.of(
          (CompletableFuture<HttpResponseFor<Object>>) future,
          operation,
          TracedResponse.GUARD,
          response -> new TracedResponse<>(response, operation));
    }
    operation.end(thrown);
    return returned;
  }
}
