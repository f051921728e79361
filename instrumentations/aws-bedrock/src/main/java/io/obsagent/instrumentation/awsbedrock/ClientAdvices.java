// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
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
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

/** What is done at the methods of both clients that call a model. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** A future of a stream has no answer: it ends what the stream has not. */
  private static @Nullable Object returned(
      @Nullable GenAiOperation operation, @Nullable Object returned, @Nullable Throwable thrown) {
    return ModelCall.returned(
        operation, returned, thrown, Answers.READER, (running, answer) -> null);
  }

  /** An answer in the form that is the same for all models. */
  static final class Converse {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This AwsClient client, @Argument(0) ConverseRequest request) {
      return ModelCall.begin(
          Requests.of(client, request), Answers::refused, request, Answers.READER, Requests::asked);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** The same in a stream. */
  static final class ConverseStream {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This AwsClient client, @Argument(0) ConverseStreamRequest request) {
      return ModelCall.begin(
          Requests.of(client, request), Answers::refused, request, Answers.READER, Requests::asked);
    }

    @ReplaceArgument(1)
    static @Nullable ConverseStreamResponseHandler handler(
        @Token @Nullable GenAiOperation operation,
        @Argument(1) @Nullable ConverseStreamResponseHandler handler) {
      return operation == null || handler == null
          ? handler
          : new TracedHandler.OfConverse(handler, operation);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** Speech in both directions, of newer versions: one call until its stream ends. */
  static final class Talk {
    private static final NewerGetter MODEL = new NewerGetter("modelId");

    @OnEnter
    static @Nullable GenAiOperation enter(@This AwsClient client, @Argument(0) Object request) {
      RequestBody none = new RequestBody(null);
      String model = MODEL.of(request) instanceof String known ? known : null;
      return ModelCall.begin(Requests.of(client, model, none).stream(true), Answers::refused);
    }

    @ReplaceArgument(2)
    static @Nullable Object handler(
        @Token @Nullable GenAiOperation operation, @Argument(2) @Nullable Object handler) {
      return operation == null || handler == null
          ? handler
          : TracedHandler.OfTalk.of(handler, operation);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** An answer in the form of the model's vendor. */
  static final class Invoke {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This AwsClient client, @Argument(0) InvokeModelRequest request) {
      RequestBody body = new RequestBody(request.body());
      return ModelCall.begin(
          Requests.of(client, request.modelId(), body).tier(Requests.tier(request)),
          Answers::refused,
          body,
          Answers.READER,
          RequestBody::asked);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return returned(operation, returned, thrown);
    }
  }

  /** The same in a stream. */
  static final class InvokeStream {
    @OnEnter
    static @Nullable GenAiOperation enter(
        @This AwsClient client, @Argument(0) InvokeModelWithResponseStreamRequest request) {
      RequestBody body = new RequestBody(request.body());
      return ModelCall.begin(
          Requests.of(client, request.modelId(), body).tier(Requests.tier(request)).stream(true),
          Answers::refused,
          body,
          Answers.READER,
          RequestBody::asked);
    }

    @ReplaceArgument(1)
    static @Nullable InvokeModelWithResponseStreamResponseHandler handler(
        @Token @Nullable GenAiOperation operation,
        @Argument(1) @Nullable InvokeModelWithResponseStreamResponseHandler handler) {
      return operation == null || handler == null
          ? handler
          : new TracedHandler.OfInvoke(handler, operation);
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
