// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.models.embeddings.EmbeddingCreateParams;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** Advice for the embeddings of texts. */
final class EmbeddingAdvice {
  private EmbeddingAdvice() {}

  @OnEnter
  static @Nullable GenAiOperation enter(
      @This Object service, @Argument(0) EmbeddingCreateParams params) {
    return ModelCall.start(Embeddings.request(service, params));
  }

  @OnExit
  static @Nullable Object exit(
      @Token @Nullable GenAiOperation operation,
      @Return @Nullable Object returned,
      @Thrown @Nullable Throwable thrown) {
    return ModelCall.returned(operation, returned, thrown, Embeddings.WHOLE);
  }
}
