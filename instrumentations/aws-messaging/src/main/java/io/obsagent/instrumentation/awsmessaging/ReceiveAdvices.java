// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.PolledMessages;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Advice for messages that are received: who iterates over them processes them. */
final class ReceiveAdvices {
  /** The service gives the attributes that are asked for only. */
  private static final List<String> NAMES =
      List.of("traceparent", "tracestate", "baggage", "X-Correlation-ID", "b3", "X-B3-.*");

  /**
   * Where messages have come from, by the first of those that came together: the library copies its
   * answers, but not the messages in them.
   */
  private static final WeakMap<Message, MessageTarget> RECEIVED = new WeakMap<>();

  private ReceiveAdvices() {}

  /** A client asks; with that its thread is done with what it had before. */
  static final class Ask {
    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }

    @ReplaceArgument(0)
    static ReceiveMessageRequest request(@Argument(0) ReceiveMessageRequest request) {
      List<String> names = request.messageAttributeNames();
      if (names.contains("All") || names.contains(".*")) {
        return request;
      }
      List<String> all = new ArrayList<>(names);
      for (int i = 0; i < NAMES.size(); i++) {
        if (!names.contains(NAMES.get(i))) {
          all.add(NAMES.get(i));
        }
      }
      return request.toBuilder().messageAttributeNames(all).build();
    }
  }

  /** Interceptors have looked at the messages, and the application comes next. */
  static final class Answered {
    @OnEnter
    static Context.@Nullable AfterExecution enter(@Argument(0) Context.AfterExecution answered) {
      return answered.response() instanceof ReceiveMessageResponse ? answered : null;
    }

    @OnExit
    static void exit(
        @Token Context.@Nullable AfterExecution answered, @Thrown @Nullable Throwable thrown) {
      if (answered != null
          && thrown == null
          && answered.request() instanceof ReceiveMessageRequest request
          && answered.response() instanceof ReceiveMessageResponse response
          && !response.messages().isEmpty()) {
        RECEIVED.put(response.messages().get(0), Sending.queue(request.queueUrl()));
      }
    }
  }

  /** The application takes them. */
  static final class Messages {
    @OnExit
    static @Nullable List<Message> exit(@Return @Nullable List<Message> messages) {
      if (messages == null || messages.isEmpty() || RECEIVED.isEmpty()) {
        return messages;
      }
      MessageTarget queue = RECEIVED.get(messages.get(0));
      return queue == null ? messages : new ReceivedMessages(messages, queue);
    }
  }
}
