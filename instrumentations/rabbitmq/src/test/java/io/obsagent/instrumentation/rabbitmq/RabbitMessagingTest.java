// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.obsagent.testing.MessagingKit;
import io.obsagent.testing.RabbitBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RabbitBroker.class)
class RabbitMessagingTest extends MessagingKit {
  private Connection connection;
  private Channel channel;

  @BeforeAll
  void connect() throws Exception {
    connection = Clients.connect();
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  @AfterAll
  void close() throws Exception {
    connection.close();
  }

  @Override
  protected String system() {
    return "rabbitmq";
  }

  @Override
  protected void create(String destination) throws Exception {
    channel.queueDeclare(destination, false, true, false, Map.of());
  }

  @Override
  protected void send(String destination, Message message) throws Exception {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().headers(new HashMap<>(message.headers())).build();
    channel.basicPublish(
        "", destination, properties, message.body().getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(60_000);
  }

  /** The first that comes; it is settled when no other can come. */
  @Override
  protected void process(String destination, Consumer<Message> handler) throws Exception {
    Channel own = connection.createChannel();
    own.basicQos(1);
    CompletableFuture<Long> processed = new CompletableFuture<>();
    String consumer =
        own.basicConsume(
            destination,
            false,
            new DefaultConsumer(own) {
              @Override
              public void handleDelivery(
                  String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                try {
                  handler.accept(messageOf(properties, body));
                } finally {
                  processed.complete(envelope.getDeliveryTag());
                }
              }
            });
    long tag = processed.get(60, TimeUnit.SECONDS);
    try {
      own.basicCancel(consumer);
      own.basicAck(tag, false);
      own.close();
    } catch (IOException | ShutdownSignalException closedForWhatTheHandlerThrew) {
      assertThat(own.isOpen()).isFalse();
    }
  }

  private static Message messageOf(AMQP.BasicProperties properties, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    properties.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
    return new Message(new String(body, StandardCharsets.UTF_8), headers);
  }
}
