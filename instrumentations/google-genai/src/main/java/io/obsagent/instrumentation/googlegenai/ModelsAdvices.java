// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import io.obsagent.instrumentation.shared.genai.ModelCall;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done at each method that calls a model, of whatever comes at once or later. */
final class ModelsAdvices {
  private ModelsAdvices() {}

  /** Content that is given at once or in a stream. */
  static final class Generate {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object models,
        @Origin String method,
        @Argument(0) String model,
        @Argument(1) List<Content> contents,
        @Argument(2) @Nullable GenerateContentConfig config) {
      return Answers.begin(
          Requests.content(models, model, config).stream(method.contains("Stream(")),
          contents,
          config);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(operation, returned, thrown, Answers.READER, Answers::streamed);
    }
  }

  /** Embeddings and images. */
  static final class Other {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object models, @Origin String method, @Argument(0) String model) {
      boolean images = method.contains("Images(");
      return ModelCall.begin(
          Requests.TO
              .of(models)
              .request(images ? GenAiTask.GENERATE_CONTENT : GenAiTask.EMBEDDINGS, model)
              .outputType(images ? "image" : null),
          Answers::spent);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(operation, returned, thrown, Answers.READER, Answers::streamed);
    }
  }
}
