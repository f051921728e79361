// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import com.cohere.api.core.CohereException;
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

/** Advice for clients. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** Whatever is asked for, whole or streamed, at once or by a future. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object client, @Argument(0) Object asked) {
      return ModelCall.begin(
          Requests.of(client, asked),
          CohereException::new,
          asked,
          Answers.READER,
          Requests::tellSaid);
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
