// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;

/** Advice for both clients. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** Whatever is asked for; what is streamed goes to a handler, which is the last argument. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This AwsClient client, @Origin String method, @Argument(0) Object request) {
      return Requests.begin(client, request, method.contains("Stream"));
    }

    @ReplaceArgument(Argument.LAST)
    static @Nullable Object handler(
        @Token @Nullable GenAiOperation operation, @Argument(Argument.LAST) @Nullable Object last) {
      return TracedHandler.inPlaceOf(last, operation);
    }

    /** A future of a stream has no answer: it ends what the stream has not. */
    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(operation, returned, thrown, Answers.READER, (call, whole) -> null);
    }
  }
}
