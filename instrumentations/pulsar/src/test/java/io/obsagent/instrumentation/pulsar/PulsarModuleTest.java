// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.testing.ModuleKit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.BatchReceivePolicy;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Messages;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PulsarModuleTest extends ModuleKit {
  private PulsarBroker broker;
  private PulsarClient client;
  private int uses;

  PulsarModuleTest() {
    super(new PulsarModule());
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
  protected String use() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    String topic = "kit-parted-" + uses++;
    try (Producer<String> producer = client.newProducer(Schema.STRING).topic(topic).create();
        Consumer<String> consumer =
            consumer(topic)
                .subscriptionName("asked")
                .batchReceivePolicy(BatchReceivePolicy.builder().maxNumMessages(1).build())
                .subscribe();
        Consumer<String> listening =
            consumer(topic)
                .subscriptionName("listening")
                .messageListener((from, message) -> heard.complete(message.getValue()))
                .subscribe()) {
      for (int i = 0; i < 5; i++) {
        producer.newMessage().key("same").value("message-" + i).send();
      }
      Message<String> first = consumer.receive();
      consumer.acknowledge(first);
      Message<String> second = consumer.receive(60, TimeUnit.SECONDS);
      consumer.negativeAcknowledge(second);
      Message<String> third = consumer.receiveAsync().get(60, TimeUnit.SECONDS);
      StringBuilder told = new StringBuilder(first.getValue());
      told.append(second.getValue()).append(third.getValue());
      Messages<String> batch = consumer.batchReceive();
      batch.forEach(message -> told.append(message.getValue()));
      consumer.acknowledge(batch);
      Messages<String> later = consumer.batchReceiveAsync().get(60, TimeUnit.SECONDS);
      for (Message<String> message : later) {
        told.append(message.getValue());
      }
      consumer.negativeAcknowledge(later);
      return told.append(heard.get(60, TimeUnit.SECONDS)).toString();
    }
  }

  private ConsumerBuilder<String> consumer(String topic) {
    return client
        .newConsumer(Schema.STRING)
        .topic(topic)
        .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest);
  }
}
