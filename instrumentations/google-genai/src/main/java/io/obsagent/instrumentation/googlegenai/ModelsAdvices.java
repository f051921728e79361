// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done at each method that calls a model, of whatever comes at once or later. */
final class ModelsAdvices {
  private ModelsAdvices() {}

  private static @Nullable Object returned(
      @Nullable GenAiOperation operation, @Nullable Object returned, @Nullable Throwable thrown) {
    return ModelCall.returned(operation, returned, thrown, Answers.READER, Answers::streamed);
  }

  /** Content that is given at once. */
  static final class Generate {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object models,
        @Argument(0) String model,
        @Argument(1) List<Content> contents,
        @Argument(2) @Nullable GenerateContentConfig config) {
      return Answers.begin(Requests.content(models, model, config), contents, config);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** Content that is given in a stream. */
  static final class Stream {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object models,
        @Argument(0) String model,
        @Argument(1) List<Content> contents,
        @Argument(2) @Nullable GenerateContentConfig config) {
      return Answers.begin(Requests.content(models, model, config).stream(true), contents, config);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** Embeddings. */
  static final class Embed {
    @OnEnter
    static @Nullable GenAiOperation enter(@This Object models, @Argument(0) String model) {
      return ModelCall.begin(
          Requests.to(models).request(GenAiTask.EMBEDDINGS, model), Answers::spent);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** Images. */
  static final class Images {
    @OnEnter
    static @Nullable GenAiOperation enter(@This Object models, @Argument(0) String model) {
      return ModelCall.begin(
          Requests.to(models).request(GenAiTask.GENERATE_CONTENT, model).outputType("image"),
          Answers::spent);
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
