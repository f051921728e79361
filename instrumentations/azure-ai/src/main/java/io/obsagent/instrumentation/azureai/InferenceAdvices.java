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

/** Advice for azure-ai-inference, where the model may be the endpoint's only one. */
final class InferenceAdvices {
  private static final String PROTOCOL = "azure.ai.inference";

  private InferenceAdvices() {}

  /** A chat's answer. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static @Nullable Call enter(@This Object client, @Argument(0) @Nullable Object asked) {
      return Call.begin(client, PROTOCOL, GenAiTask.CHAT, null, asked, false);
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
  static final class CompleteStream {
    private CompleteStream() {}

    @OnEnter
    static @Nullable Call enter(@This Object client, @Argument(0) @Nullable Object asked) {
      return Call.begin(client, PROTOCOL, GenAiTask.CHAT, null, asked, true);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** Embeddings by the endpoint's model. */
  static final class Embed {
    private Embed() {}

    @OnEnter
    static @Nullable Call enter(@This Object client) {
      return Call.begin(client, PROTOCOL, GenAiTask.EMBEDDINGS, null, null, false);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Call call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Call.returned(call, returned, thrown);
    }
  }

  /** Embeddings by a model that is named. */
  static final class EmbedBy {
    private EmbedBy() {}

    @OnEnter
    static @Nullable Call enter(@This Object client, @Argument(4) @Nullable String model) {
      return Call.begin(client, PROTOCOL, GenAiTask.EMBEDDINGS, model, null, false);
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
