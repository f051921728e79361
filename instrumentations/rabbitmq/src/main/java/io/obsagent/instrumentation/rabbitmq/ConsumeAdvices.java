// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.GetResponse;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.PolledMessages;
import org.jspecify.annotations.Nullable;

/** Advice for messages that come, by themselves or when they are asked for. */
final class ConsumeAdvices {
  /** Its consumers put messages into queues; its containers process them. */
  private static final String SPRING = "org.springframework.amqp.";

  private ConsumeAdvices() {}

  /** For {@code basicConsume}, where consumer and queue are known together. */
  static final class BasicConsume {
    private BasicConsume() {}

    @ReplaceArgument(6)
    static @Nullable Consumer consumer(
        @This Channel channel,
        @Argument(0) @Nullable String queue,
        @Argument(6) @Nullable Consumer consumer) {
      if (consumer == null || consumer.getClass().getName().startsWith(SPRING)) {
        return consumer;
      }
      return new TracedConsumer(
          consumer, Destinations.of(Destinations.queue(queue), channel.getConnection()));
    }
  }

  /** For {@code basicGet}. */
  static final class BasicGet {
    private BasicGet() {}

    @OnEnter
    static MessageTarget enter(@This Channel channel, @Argument(0) @Nullable String queue) {
      PolledMessages.settled(null);
      return Destinations.of(Destinations.queue(queue), channel.getConnection());
    }

    @OnExit
    static void exit(
        @Token @Nullable MessageTarget target, @Return @Nullable GetResponse response) {
      AMQP.BasicProperties properties = response == null ? null : response.getProps();
      if (target != null && properties != null) {
        PolledMessages.received(
            target,
            Headers.INSTANCE,
            properties,
            properties.getMessageId(),
            TracedConsumer.sentAt(properties));
      }
    }
  }

  /** For {@code basicAck}: what was asked for is done. */
  static final class BasicAck {
    private BasicAck() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }
  }

  /** For {@code basicNack} and {@code basicReject}. */
  static final class Refuse {
    private Refuse() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled("rejected");
    }
  }

  /** For {@code close}, all of them. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }
  }
}
