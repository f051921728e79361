// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;

/** What is done at the methods of both clients that call a model. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** A future of a stream has no answer: it ends what the stream has not. */
  private static @Nullable Object returned(
      @Nullable GenAiOperation operation, @Nullable Object returned, @Nullable Throwable thrown) {
    return ModelCall.returned(
        operation, returned, thrown, Answers.READER, (running, answer) -> null);
  }

  /** {@code converse} and {@code invokeModel}: an answer that is given at once. */
  static final class Whole {
    @OnEnter
    static @Nullable GenAiOperation enter(@This AwsClient client, @Argument(0) Object request) {
      return Requests.begin(client, request, false);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** What is streamed, to a handler that is the last argument; or in both directions. */
  static final class Streamed {
    @OnEnter
    static @Nullable GenAiOperation enter(@This AwsClient client, @Argument(0) Object request) {
      return Requests.begin(client, request, true);
    }

    @ReplaceArgument(Argument.LAST)
    static @Nullable Object handler(
        @Token @Nullable GenAiOperation operation,
        @Argument(Argument.LAST) @Nullable Object handler) {
      return TracedHandler.of(handler, operation);
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
