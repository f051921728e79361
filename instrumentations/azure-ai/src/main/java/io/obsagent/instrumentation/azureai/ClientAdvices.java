// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.ReactorCall;
import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** Advice for both libraries. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** A client that waits has begun a call; one that does not will, when somebody subscribes. */
  static final class Call {
    @OnEnter
    static @Nullable Object enter(
        @This Object client, @Origin String method, @AllArguments @Nullable Object[] arguments) {
      return Requests.begin(client, method, arguments);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Object call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return call instanceof ReactorCall later
          ? later.inPlaceOf(returned)
          : ModelCall.returned(
              (GenAiOperation) call, returned, thrown, Answers.READER, TracedStream::inPlaceOf);
    }
  }
}
