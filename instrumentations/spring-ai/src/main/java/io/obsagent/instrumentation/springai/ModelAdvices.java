// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.AskedTools;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Refusal;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.model.tool.ToolExecutionResult;
import reactor.core.publisher.Flux;

/** Advice for models, and for who runs the tools that their answers ask for. */
final class ModelAdvices {
  private ModelAdvices() {}

  /** A chat's answer that is given at once. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable Turns enter(@This Object model, @Argument(0) @Nullable Prompt prompt) {
      if (prompt == null) {
        return null;
      }
      GenAiRequest request =
          Requests.chat(model, prompt, false).conversation(Conversation.current());
      RuntimeException refused = Refusals.of(model, request);
      if (refused != null) {
        throw new Refusal(refused);
      }
      Turns turns = Turns.begin(request, prompt);
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

  /** Models of Spring AI 1 add a turn's usage to what those before have used. */
  static final class AddUsage {
    private AddUsage() {}

    @OnEnter
    static @Nullable Usage enter(@Argument(0) @Nullable Usage ofTurn) {
      return ofTurn;
    }

    @OnExit
    static void exit(@Token @Nullable Usage ofTurn, @Return @Nullable Usage sum) {
      if (ofTurn != null && sum != null && sum != ofTurn) {
        Answers.added(ofTurn, sum);
      }
    }
  }

  /** Embeddings. */
  static final class Embed {
    private Embed() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object model, @Argument(0) @Nullable EmbeddingRequest request) {
      if (request == null) {
        return null;
      }
      GenAiRequest asked = Requests.embeddings(model, request);
      RuntimeException refused = Refusals.of(model, asked);
      if (refused != null) {
        throw new Refusal(refused);
      }
      return ModelCall.begin(asked);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object answer,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(
          operation, answer, thrown, Answers.EMBEDDINGS, (call, whole) -> null);
    }
  }

  /** {@code executeToolCalls}: no part of the model's call, even where that runs it. */
  static final class RunTools {
    private RunTools() {}

    @OnEnter
    static @Nullable Paused enter(
        @Argument(0) Object prompt, @Argument(1) @Nullable ChatResponse answer) {
      if (answer == null) {
        return null;
      }
      Context before = Context.current();
      Turns turns = Turns.pause(answer);
      Context outer = Conversation.with(turns == null ? before : turns.outer(), null);
      AskedTools.in(outer, Answers.asked(answer)).makeCurrent();
      return new Paused(turns, before);
    }

    @OnExit
    static void exit(
        @Token @Nullable Paused paused,
        @Return @Nullable ToolExecutionResult result,
        @Thrown @Nullable Throwable thrown) {
      if (paused == null) {
        return;
      }
      paused.before.makeCurrent();
      boolean asksAgain = thrown == null && result != null && !result.returnDirect();
      if (paused.turns != null && asksAgain) {
        paused.turns.resume();
      }
    }

    private record Paused(@Nullable Turns turns, Context before) {}
  }
}
