// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import reactor.core.publisher.Flux;

/** Advice for models. */
final class ModelAdvices {
  private ModelAdvices() {}

  /** A chat's answer that is given at once. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable Turns enter(@This Object model, @Argument(0) @Nullable Prompt prompt) {
      Turns turns = prompt == null ? null : Turns.begin(model, prompt, false);
      if (turns != null) {
        turns.enter();
      }
      return turns;
    }

    @OnExit
    static void exit(
        @Token @Nullable Turns turns,
        @Return @Nullable ChatResponse answer,
        @Thrown @Nullable Throwable thrown) {
      if (turns != null) {
        turns.leave();
        turns.end(answer, thrown);
      }
    }
  }

  /** A chat's answer that is streamed, each time that it is subscribed to. */
  static final class Stream {
    private Stream() {}

    @OnEnter
    static @Nullable Asked enter(@This Object model, @Argument(0) @Nullable Prompt prompt) {
      return prompt == null ? null : new Asked(model, prompt);
    }

    @OnExit
    static @Nullable Flux<ChatResponse> exit(
        @Token @Nullable Asked asked, @Return @Nullable Flux<ChatResponse> answer) {
      return asked == null || answer == null
          ? answer
          : new TracedFlux(answer, asked.model, asked.prompt);
    }

    private record Asked(Object model, Prompt prompt) {}
  }

  /** Embeddings. */
  static final class Embed {
    private Embed() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object model, @Argument(0) @Nullable EmbeddingRequest request) {
      return request == null ? null : ModelCall.begin(Requests.embeddings(model, request));
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable EmbeddingResponse answer,
        @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        try {
          if (answer != null) {
            Answers.tell(operation, answer);
          }
          if (thrown != null) {
            Refusals.tell(operation, thrown);
          }
        } finally {
          operation.finish(thrown);
        }
      }
    }
  }
}
