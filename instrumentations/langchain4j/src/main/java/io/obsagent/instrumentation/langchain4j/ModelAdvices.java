// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.PublishedChunks;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Advice for models, of whatever provider. */
final class ModelAdvices {
  private ModelAdvices() {}

  private static @Nullable Object returned(
      @Nullable GenAiOperation operation, @Nullable Object returned, @Nullable Throwable thrown) {
    return ModelCall.returned(operation, returned, thrown, Answers.READER, (call, answer) -> null);
  }

  /** An answer that is given at once, or by a future. */
  static final class Chat {
    private Chat() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object model, @Argument(0) ChatRequest request) {
      return Answers.begin(Requests.chat(model, request), request);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** An answer whose parts a handler is given. */
  static final class Stream {
    private Stream() {}

    @OnEnter
    static @Nullable Begun enter(@This Object model, @Argument(0) ChatRequest request) {
      Context caller = Context.current();
      GenAiOperation operation = Answers.begin(Requests.chat(model, request).stream(true), request);
      return operation == null ? null : new Begun(operation, caller);
    }

    @ReplaceArgument(1)
    static @Nullable StreamingChatResponseHandler handler(
        @Token @Nullable Begun call, @Argument(1) @Nullable StreamingChatResponseHandler handler) {
      return call == null || handler == null
          ? handler
          : TracedHandler.of(handler, call.operation, call.caller);
    }

    @OnExit
    static void exit(@Token @Nullable Begun call, @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.operation.detach();
        if (thrown != null) {
          Answers.READER.fail(call.operation, thrown);
        }
      }
    }

    private record Begun(GenAiOperation operation, Context caller) {}
  }

  /** An answer whose parts are published, to each subscriber anew. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static GenAiRequest enter(@This Object model, @Argument(0) ChatRequest request) {
      return Requests.chat(model, request).stream(true);
    }

    @OnExit
    static Flow.@Nullable Publisher<Object> exit(
        @Token @Nullable GenAiRequest request, @Return Flow.@Nullable Publisher<Object> returned) {
      return request == null || returned == null
          ? returned
          : new PublishedChunks<>(returned, request, Context.current(), Answers.READER);
    }
  }

  /** Embeddings. */
  static final class Embed {
    private Embed() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object model) {
      return ModelCall.begin(Requests.embeddings(model), LangChain4jException::new);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }
}
