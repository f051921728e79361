// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Advice for messages that are published. */
final class PublishAdvices {
  private PublishAdvices() {}

  /** For {@code basicPublish}: over when the message is written, for the broker answers nothing. */
  static final class BasicPublish {
    private BasicPublish() {}

    @OnEnter
    static @Nullable MessagingOperation enter(
        @This Channel channel,
        @Argument(0) @Nullable String exchange,
        @Argument(1) @Nullable String routingKey) {
      MessagingOperation operation =
          MessagingOperation.startSend(
              Destinations.of(
                  Destinations.published(exchange, routingKey), channel.getConnection()),
              1);
      if (operation == null) {
        return null;
      }
      if (routingKey != null && exchange != null && !exchange.isEmpty()) {
        operation.span().setAttribute(Destinations.ROUTING_KEY, routingKey);
      }
      operation.attach();
      return operation;
    }

    /** Properties of our own: the application's may be a constant that many messages share. */
    @ReplaceArgument(4)
    static AMQP.@Nullable BasicProperties properties(
        @Token @Nullable MessagingOperation operation,
        @Argument(4) AMQP.@Nullable BasicProperties properties) {
      if (operation == null) {
        return properties;
      }
      AMQP.BasicProperties own =
          properties == null ? new AMQP.BasicProperties.Builder().build() : properties;
      Map<String, Object> headers =
          own.getHeaders() == null ? new HashMap<>() : new HashMap<>(own.getHeaders());
      operation.inject(headers, Headers.INSTANCE);
      return own.builder().headers(headers).build();
    }

    @OnExit
    static void exit(
        @Token @Nullable MessagingOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        operation.finish(thrown);
      }
    }
  }
}
