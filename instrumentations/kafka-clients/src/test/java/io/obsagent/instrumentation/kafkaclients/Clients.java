// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.testing.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of the {@link KafkaBroker}. */
final class Clients {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Clients() {}

  static KafkaProducer<String, String> producer(Map<String, ?> options) {
    Map<String, Object> all = new HashMap<>(Map.of("bootstrap.servers", KafkaBroker.address()));
    all.putAll(options);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  /** Of one partition, from its beginning. */
  static KafkaConsumer<String, String> consumer(
      String topic, int partition, Map<String, ?> options) {
    KafkaConsumer<String, String> consumer = subscribable(options);
    consumer.assign(List.of(new TopicPartition(topic, partition)));
    return consumer;
  }

  static KafkaConsumer<String, String> subscribable(Map<String, ?> options) {
    Map<String, Object> all =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                KafkaBroker.address(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false"));
    all.putAll(options);
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  /** The next records that are there. */
  static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer) {
    long start = System.nanoTime();
    do {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
      if (!records.isEmpty()) {
        return records;
      }
    } while (System.nanoTime() - start < PATIENCE.toNanos());
    throw new AssertionError("no records within " + PATIENCE);
  }
}
