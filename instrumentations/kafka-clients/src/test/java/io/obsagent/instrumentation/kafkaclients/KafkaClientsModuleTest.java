// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.testing.ModuleKit;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class KafkaClientsModuleTest extends ModuleKit {
  private static final TopicPartition USED = new TopicPartition("used", 0);

  KafkaClientsModuleTest() {
    super(new KafkaClientsModule());
  }

  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;

  @BeforeAll
  void connect() throws Exception {
    Broker.create(USED.topic(), 1);
    producer = Clients.producer(Map.of());
    consumer = Clients.consumer(USED.topic(), USED.partition(), Map.of());
  }

  @AfterAll
  void disconnect() {
    producer.close();
    consumer.close();
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    String version = System.getProperty("library.version", "2.8.0");
    Set<String> absent = new TreeSet<>();
    absent.add(
        version.startsWith("2.") ? "ProducerAdvices.Append" : "ProducerAdvices.AppendToPartition");
    if (version.startsWith("4.")) {
      absent.add("ProducerAdvices.MaxUsableProduceMagic");
    }
    return absent;
  }

  @Override
  protected String use() throws Exception {
    StringBuilder seen = new StringBuilder();
    CompletableFuture<Long> offset = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(USED.topic(), "value"),
        (metadata, failure) -> offset.complete(metadata.offset()));
    consumer.seek(USED, offset.get());
    ConsumerRecords<String, String> records = Clients.poll(consumer);
    for (ConsumerRecord<String, String> record : records) {
      seen.append(record.value());
    }
    for (ConsumerRecord<String, String> record : records.records(USED.topic())) {
      seen.append(record.value());
    }
    for (ConsumerRecord<String, String> record : records.records(USED)) {
      seen.append(record.value());
    }
    return seen.append(records.count()).toString();
  }
}
