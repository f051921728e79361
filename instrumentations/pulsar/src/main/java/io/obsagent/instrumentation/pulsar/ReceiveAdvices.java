// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.PolledMessages;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageListener;
import org.apache.pulsar.client.api.Messages;
import org.jspecify.annotations.Nullable;

/** Advice for messages that come, by themselves or when they are asked for. */
final class ReceiveAdvices {
  /** Set while a consumer of several topics asks the consumer of one. */
  private static final ThreadLocal<Boolean> WITHIN_CLIENT = new ThreadLocal<>();

  private ReceiveAdvices() {}

  /** The consumer that the application asks; with that its thread is done with what it had. */
  private static @Nullable Consumer<?> asked(Consumer<?> consumer) {
    if (WITHIN_CLIENT.get() != null) {
      return null;
    }
    PolledMessages.settled(null);
    return consumer;
  }

  /** For {@code setMessageListener}. */
  static final class SetMessageListener {
    private SetMessageListener() {}

    @ReplaceArgument(0)
    static <T> @Nullable MessageListener<T> listener(
        @Argument(0) @Nullable MessageListener<T> listener) {
      return listener == null || listener instanceof Processing.TracedListener
          ? listener
          : new Processing.TracedListener<>(listener);
    }
  }

  /** For {@code receive}, with or without a time-out. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static @Nullable Consumer<?> enter(@This Consumer<?> consumer) {
      return asked(consumer);
    }

    @OnExit
    static void exit(@Token @Nullable Consumer<?> consumer, @Return @Nullable Message<?> message) {
      if (consumer != null && message != null) {
        Processing.polled(consumer, message);
      }
    }
  }

  /** For {@code receiveAsync}. */
  static final class ReceiveAsync {
    private ReceiveAsync() {}

    @OnEnter
    static @Nullable Consumer<?> enter(@This Consumer<?> consumer) {
      return asked(consumer);
    }

    @OnExit
    static <T> @Nullable CompletableFuture<Message<T>> exit(
        @Token @Nullable Consumer<?> consumer,
        @Return @Nullable CompletableFuture<Message<T>> later) {
      return consumer == null || later == null
          ? later
          : Processing.following(later, message -> Processing.polled(consumer, message));
    }
  }

  /** For {@code batchReceive}. */
  static final class BatchReceive {
    private BatchReceive() {}

    @OnEnter
    static @Nullable Consumer<?> enter(@This Consumer<?> consumer) {
      return asked(consumer);
    }

    @OnExit
    static <T> @Nullable Messages<T> exit(
        @Token @Nullable Consumer<?> consumer, @Return @Nullable Messages<T> messages) {
      return consumer == null || messages == null
          ? messages
          : new ReceivedBatch<>(messages, consumer);
    }
  }

  /** For {@code batchReceiveAsync}. */
  static final class BatchReceiveAsync {
    private BatchReceiveAsync() {}

    @OnEnter
    static @Nullable Consumer<?> enter(@This Consumer<?> consumer) {
      return asked(consumer);
    }

    @OnExit
    static <T> @Nullable CompletableFuture<Messages<T>> exit(
        @Token @Nullable Consumer<?> consumer,
        @Return @Nullable CompletableFuture<Messages<T>> later) {
      return consumer == null || later == null
          ? later
          : Processing.following(later, messages -> new ReceivedBatch<>(messages, consumer));
    }
  }

  /** For {@code receiveMessageFromConsumer}. */
  static final class ReceiveMessageFromConsumer {
    private ReceiveMessageFromConsumer() {}

    @OnEnter
    static void enter() {
      WITHIN_CLIENT.set(true);
    }

    @OnExit
    static void exit() {
      WITHIN_CLIENT.remove();
    }
  }
}
