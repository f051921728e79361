// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** Advice for azure-ai-openai. */
final class OpenAiAdvices {
  private static final String PROTOCOL = "azure.ai.openai";

  private OpenAiAdvices() {}

  private static @Nullable Call begin(
      Object client,
      GenAiTask task,
      @Nullable String model,
      @Nullable Object asked,
      boolean stream) {
    return Call.begin(client, PROTOCOL, task, model, asked, stream);
  }

  /** A chat's answer. */
  static final class Chat {
    private Chat() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, GenAiTask.CHAT, model, asked, false);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** A chat's answer in chunks. */
  static final class ChatStream {
    private ChatStream() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, GenAiTask.CHAT, model, asked, true);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** What goes on after a text. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, GenAiTask.TEXT_COMPLETION, model, asked, false);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** The same in chunks. */
  static final class CompleteStream {
    private CompleteStream() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, GenAiTask.TEXT_COMPLETION, model, asked, true);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** Embeddings. */
  static final class Embed {
    private Embed() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, GenAiTask.EMBEDDINGS, model, asked, false);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }
}
