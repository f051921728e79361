// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springrabbit;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.ListenerExecutionFailedException;

/** Advice for listener containers. */
final class ContainerAdvices {
  private ContainerAdvices() {}

  /**
   * For {@code executeListener}, which is given a message or a list of them; a container tries one
   * again within it, or with another delivery.
   */
  static final class ExecuteListener {
    private ExecuteListener() {}

    @OnEnter
    static @Nullable MessagingOperation enter(@Argument(1) @Nullable Object data) {
      MessagingOperation operation = null;
      if (data instanceof Message message) {
        operation = one(message.getMessageProperties());
      } else if (data instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof Message first) {
        @SuppressWarnings("unchecked")
        List<Message> batch = (List<Message>) list;
        operation = batch(first.getMessageProperties(), batch);
      }
      if (operation != null) {
        operation.attach();
      }
      return operation;
    }

    private static @Nullable MessagingOperation one(MessageProperties properties) {
      MessagingOperation operation =
          MessagingOperation.startProcess(
              target(properties), MessagingOperation.relation(), Headers.INSTANCE, properties);
      if (operation != null) {
        if (properties.getMessageId() != null) {
          operation.messageId(properties.getMessageId());
        }
        operation.sentAt(sentAt(properties));
      }
      return operation;
    }

    private static @Nullable MessagingOperation batch(MessageProperties first, List<Message> all) {
      List<MessageProperties> properties = new ArrayList<>(all.size());
      for (Message message : all) {
        properties.add(message.getMessageProperties());
      }
      MessagingOperation operation =
          MessagingOperation.startProcessBatch(target(first), Headers.INSTANCE, properties);
      if (operation != null) {
        for (MessageProperties each : properties) {
          operation.sentAt(sentAt(each));
        }
      }
      return operation;
    }

    private static long sentAt(MessageProperties properties) {
      return properties.getTimestamp() == null ? 0 : properties.getTimestamp().getTime();
    }

    /** Queues that have no name of the application's are one. */
    private static MessageTarget target(MessageProperties properties) {
      String queue = properties.getConsumerQueue();
      boolean generated =
          queue == null
              || queue.isEmpty()
              || queue.startsWith("amq.gen-")
              || queue.startsWith("spring.gen-");
      return new MessageTarget("rabbitmq", generated ? "amq.gen" : queue, null, null, -1);
    }

    @OnExit
    static void exit(
        @Token @Nullable MessagingOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        operation.finish(
            thrown instanceof ListenerExecutionFailedException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown);
      }
    }
  }

  private enum Headers implements TextMapGetter<MessageProperties> {
    INSTANCE;

    @Override
    public Iterable<String> keys(MessageProperties properties) {
      return properties.getHeaders().keySet();
    }

    @Override
    public @Nullable String get(@Nullable MessageProperties properties, String name) {
      if (properties == null) {
        return null;
      }
      Object exact = properties.getHeaders().get(name);
      if (exact != null) {
        return exact.toString();
      }
      for (Map.Entry<String, Object> header : properties.getHeaders().entrySet()) {
        if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
          return header.getValue().toString();
        }
      }
      return null;
    }
  }
}
