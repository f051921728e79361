// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springrabbit;

import io.obsagent.testing.RabbitBroker;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.amqp.core.BatchMessageListener;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** Spring's template and its containers. */
final class Listening implements AutoCloseable {
  private final CachingConnectionFactory connections =
      new CachingConnectionFactory("127.0.0.1", RabbitBroker.port());
  private final RabbitTemplate template = new RabbitTemplate(connections);

  void create(String queue) {
    new RabbitAdmin(connections).declareQueue(new Queue(queue, false, false, true));
  }

  void send(String queue, Message message) {
    template.send("", queue, message);
  }

  AutoCloseable toMessages(String queue, boolean direct, Consumer<Message> listener) {
    AbstractMessageListenerContainer container =
        direct ? new DirectMessageListenerContainer(connections) : simple();
    return started(container, queue, (MessageListener) listener::accept);
  }

  AutoCloseable toBatches(String queue, int size, Consumer<List<Message>> listener) {
    SimpleMessageListenerContainer container = simple();
    container.setReceiveTimeout(60_000);
    container.setShutdownTimeout(10);
    container.setConsumerBatchEnabled(true);
    container.setBatchSize(size);
    return started(
        container,
        queue,
        new BatchMessageListener() {
          @Override
          public void onMessageBatch(List<Message> messages) {
            listener.accept(messages);
          }
        });
  }

  private SimpleMessageListenerContainer simple() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setReceiveTimeout(50);
    return container;
  }

  private static AutoCloseable started(
      AbstractMessageListenerContainer container, String queue, MessageListener listener) {
    container.setQueueNames(queue);
    container.setDefaultRequeueRejected(false);
    container.setMessageListener(listener);
    container.afterPropertiesSet();
    container.start();
    return container::stop;
  }

  @Override
  public void close() {
    connections.destroy();
  }
}
