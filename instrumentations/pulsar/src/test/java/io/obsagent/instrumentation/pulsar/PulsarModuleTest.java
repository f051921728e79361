// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.testing.ModuleKit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.BatchReceivePolicy;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Messages;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;

class PulsarModuleTest extends ModuleKit {
  PulsarModuleTest() {
    super(new PulsarModule());
  }

  @Override
  protected String use() throws Exception {
    try (PulsarBroker broker = new PulsarBroker();
        PulsarClient client = broker.connect();
        Producer<String> producer = client.newProducer(Schema.STRING).topic("kit-parted").create();
        Consumer<String> consumer = subscribe(client, "asked")) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      client
          .newConsumer(Schema.STRING)
          .topic("kit-parted")
          .subscriptionName("listening")
          .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
          .messageListener((from, message) -> heard.complete(message.getValue()))
          .subscribe();
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

  private static Consumer<String> subscribe(PulsarClient client, String name) throws Exception {
    return client
        .newConsumer(Schema.STRING)
        .topic("kit-parted")
        .subscriptionName(name)
        .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
        .batchReceivePolicy(
            BatchReceivePolicy.builder().maxNumMessages(1).timeout(60, TimeUnit.SECONDS).build())
        .subscribe();
  }
}
