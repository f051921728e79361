// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** Advice for both libraries; what is asked for, a method's name tells. */
final class ClientAdvices {
  private ClientAdvices() {}

  private static @Nullable Call begin(
      Object client, String method, @Nullable String model, @Nullable Object asked) {
    GenAiTask task =
        method.contains("#getCompletions")
            ? GenAiTask.TEXT_COMPLETION
            : method.contains("mbed") ? GenAiTask.EMBEDDINGS : GenAiTask.CHAT;
    return Call.begin(client, task, model, asked, method.contains("Stream"));
  }

  /** azure-ai-openai: the first argument is a deployment, or OpenAI's own model. */
  static final class OpenAi {
    private OpenAi() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client,
        @Origin String method,
        @Argument(0) @Nullable String model,
        @Argument(1) @Nullable Object asked) {
      return begin(client, method, model, asked);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** azure-ai-inference, where the model may be the endpoint's only one. */
  static final class Inference {
    private Inference() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client, @Origin String method, @Argument(0) @Nullable Object asked) {
      return begin(client, method, null, asked);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** The same, by a model that is named. */
  static final class EmbedBy {
    private EmbedBy() {}

    @OnEnter
    static @Nullable Call enter(
        @This Object client, @Origin String method, @Argument(4) @Nullable String model) {
      return begin(client, method, model, null);
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
