// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.impl.MessageImpl;
import org.apache.pulsar.client.impl.ProducerImpl;
import org.jspecify.annotations.Nullable;

/** Advice for messages that are sent. */
final class SendAdvices {
  private static final Guard GUARD = Guard.of(SendAdvices.class);

  /**
   * The client's property of a message that it sends to a topic of dead letters or retries itself,
   * with the properties that it had: see {@code RetryMessageUtil}.
   */
  private static final String PASSED_ON = "ORIGIN_MESSAGE_ID";

  private SendAdvices() {}

  /** For {@code internalSendAsync}; a message is one operation until the broker has it. */
  static final class InternalSendAsync {
    private InternalSendAsync() {}

    @OnEnter
    static @Nullable MessagingOperation enter(
        @This ProducerImpl<?> producer, @Argument(0) @Nullable Message<?> message) {
      MessageTarget target = Destinations.sent(producer);
      MessagingOperation operation =
          message != null && message.getProperties().containsKey(PASSED_ON)
              ? MessagingOperation.startPassingOn(target, Properties.INSTANCE, message)
              : MessagingOperation.startSend(target, 1);
      if (operation != null) {
        if (message instanceof MessageImpl<?> sent) {
          operation.inject(sent.getMessageBuilder(), Properties.INSTANCE);
        }
        operation.attach();
      }
      return operation;
    }

    @OnExit
    static void exit(
        @Token @Nullable MessagingOperation operation,
        @Return @Nullable CompletableFuture<MessageId> sent,
        @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        operation.detach();
        if (sent == null) {
          operation.end(thrown);
        } else {
          sent.whenComplete(new Ending(operation));
        }
      }
    }
  }

  private record Ending(MessagingOperation operation) implements BiConsumer<MessageId, Throwable> {
    @Override
    public void accept(@Nullable MessageId id, @Nullable Throwable error) {
      try {
        if (id != null) {
          operation.messageId(id.toString());
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      GUARD.end(operation, error);
    }
  }
}
