// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.testing.MessagingKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.BatchReceivePolicy;
import org.apache.pulsar.client.api.Messages;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A listener waits for what the test wants done with its message. */
class PulsarMessagingTest extends MessagingKit {
  private final Map<String, Listening> listeners = new ConcurrentHashMap<>();

  private PulsarBroker broker;
  private PulsarClient client;

  private record Listening(
      BlockingQueue<Consumer<Message>> wanted, BlockingQueue<CompletableFuture<Void>> ended) {
    void received(org.apache.pulsar.client.api.Message<String> message) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ended.add(end);
      try {
        wanted.take().accept(messageOf(message));
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      } finally {
        end.complete(null);
      }
    }
  }

  @BeforeAll
  void connect() throws Exception {
    broker = new PulsarBroker();
    client = broker.connect();
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    broker.close();
  }

  @Override
  protected String system() {
    return "pulsar";
  }

  @Override
  protected void create(String destination) {
    // a topic is there when it is used
  }

  @Override
  protected void send(String destination, Message message) throws Exception {
    try (Producer<String> producer =
        client.newProducer(Schema.STRING).topic(destination).create()) {
      producer.newMessage().value(message.body()).properties(message.headers()).send();
    }
  }

  @Override
  protected void process(String destination, Consumer<Message> handler) throws Exception {
    Listening listening = listeners.computeIfAbsent(destination, this::listen);
    listening.wanted.add(handler);
    listening.ended.poll(60, TimeUnit.SECONDS).get(60, TimeUnit.SECONDS);
  }

  private Listening listen(String destination) {
    Listening listening = new Listening(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
    try {
      client
          .newConsumer(Schema.STRING)
          .topic(destination)
          .subscriptionName("listeners")
          .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
          .messageListener((consumer, message) -> listening.received(message))
          .subscribe();
    } catch (PulsarClientException e) {
      throw new AssertionError(e);
    }
    return listening;
  }

  @Override
  protected boolean batches() {
    return true;
  }

  @Override
  protected void processBatch(String destination, int messages, Consumer<List<Message>> handler)
      throws Exception {
    try (org.apache.pulsar.client.api.Consumer<String> consumer =
        client
            .newConsumer(Schema.STRING)
            .topic(destination)
            .subscriptionName("batches")
            .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
            .batchReceivePolicy(
                BatchReceivePolicy.builder()
                    .maxNumMessages(messages)
                    .timeout(60, TimeUnit.SECONDS)
                    .build())
            .subscribe()) {
      Messages<String> together = consumer.batchReceive();
      List<Message> received = new ArrayList<>();
      for (org.apache.pulsar.client.api.Message<String> message : together) {
        received.add(messageOf(message));
        if (received.size() == together.size()) {
          handler.accept(received);
        }
      }
      consumer.acknowledge(together);
    }
  }

  private static Message messageOf(org.apache.pulsar.client.api.Message<String> message) {
    return new Message(message.getValue(), message.getProperties());
  }
}
