// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.models.responses.ResponseCreateParams;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** Advice for a response that is given at once. */
final class ResponseAdvice {
  private ResponseAdvice() {}

  @OnEnter
  static @Nullable GenAiOperation enter(
      @This Object service, @Argument(0) ResponseCreateParams params) {
    return ModelCall.start(Responses.request(service, params, false));
  }

  @OnExit
  static @Nullable Object exit(
      @Token @Nullable GenAiOperation operation,
      @Return @Nullable Object returned,
      @Thrown @Nullable Throwable thrown) {
    return ModelCall.returned(operation, returned, thrown, Responses.WHOLE);
  }
}
