// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The application's consumer, which processes what it is given. */
final class TracedConsumer implements Consumer {
  private static final Guard GUARD = Guard.of(TracedConsumer.class);

  private final Consumer consumer;
  private final MessageTarget target;

  TracedConsumer(Consumer consumer, MessageTarget target) {
    this.consumer = consumer;
    this.target = target;
  }

  @Override
  public void handleDelivery(
      String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
      throws IOException {
    MessagingOperation operation = begin(properties);
    Throwable thrown = null;
    try {
      consumer.handleDelivery(tag, envelope, properties, body);
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      end(operation, thrown);
    }
  }

  private @Nullable MessagingOperation begin(AMQP.BasicProperties properties) {
    try {
      MessagingOperation operation =
          MessagingOperation.startProcess(
              target, MessagingOperation.relation(), Headers.INSTANCE, properties);
      if (operation != null) {
        if (properties.getMessageId() != null) {
          operation.messageId(properties.getMessageId());
        }
        operation.sentAt(sentAt(properties));
        operation.attach();
      }
      return operation;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static void end(@Nullable MessagingOperation operation, @Nullable Throwable thrown) {
    if (operation != null) {
      try {
        operation.finish(thrown);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** Where the application has set it; in whole seconds, as the protocol has it. */
  static long sentAt(AMQP.BasicProperties properties) {
    return properties.getTimestamp() == null ? 0 : properties.getTimestamp().getTime();
  }

  @Override
  public void handleConsumeOk(String tag) {
    consumer.handleConsumeOk(tag);
  }

  @Override
  public void handleCancelOk(String tag) {
    consumer.handleCancelOk(tag);
  }

  @Override
  public void handleCancel(String tag) throws IOException {
    consumer.handleCancel(tag);
  }

  @Override
  public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
    consumer.handleShutdownSignal(tag, signal);
  }

  @Override
  public void handleRecoverOk(String tag) {
    consumer.handleRecoverOk(tag);
  }

  @Override
  public String toString() {
    return consumer.toString();
  }
}
