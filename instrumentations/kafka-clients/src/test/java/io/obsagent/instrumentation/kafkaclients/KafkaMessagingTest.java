// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.testing.MessagingKit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class KafkaMessagingTest extends MessagingKit {
  private final Map<String, KafkaConsumer<String, String>> consumers = new HashMap<>();
  private KafkaProducer<String, String> producer;

  @BeforeAll
  void connect() {
    producer = Clients.producer(Map.of());
  }

  @AfterAll
  void close() {
    producer.close();
    consumers.values().forEach(KafkaConsumer::close);
  }

  @Override
  protected String system() {
    return "kafka";
  }

  @Override
  protected void create(String destination) throws Exception {
    Broker.create(destination, 1);
  }

  @Override
  protected void send(String destination, Message message) throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(destination, message.body());
    message
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(record).get();
  }

  @Override
  protected void process(String destination, Consumer<Message> handler) {
    KafkaConsumer<String, String> consumer =
        consumers.computeIfAbsent(
            destination, topic -> Clients.consumer(topic, 0, Map.of("max.poll.records", 1)));
    try {
      Clients.poll(consumer)
          .records(destination)
          .forEach(record -> handler.accept(messageOf(record)));
    } catch (IllegalStateException thrown) {
      // as a loop that goes on with the next
    }
  }

  @Override
  protected boolean batches() {
    return true;
  }

  @Override
  protected void processBatch(String destination, int messages, Consumer<List<Message>> handler) {
    List<Message> batch = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = Clients.consumer(destination, 0, Map.of())) {
      for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
        batch.add(messageOf(record));
        if (batch.size() == messages) {
          handler.accept(batch);
        }
      }
    }
  }

  private static Message messageOf(ConsumerRecord<String, String> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return new Message(record.value(), headers);
  }
}
