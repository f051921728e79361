// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer and a consumer of one topic of Kafka, in one process. */
final class Messages implements AutoCloseable {
  static final String TOPIC = "bench";

  private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final Thread loop = new Thread(this::consume, "bench-consumer");

  /**
   * @param broker host and port of one that has the topic, or makes it
   */
  Messages(String broker) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker, "acks", "1", "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker,
                "group.id",
                "bench-" + ProcessHandle.current().pid(),
                "auto.offset.reset",
                "earliest",
                "fetch.max.wait.ms",
                100),
            new StringDeserializer(),
            new StringDeserializer());
    loop.setDaemon(true);
    loop.start();
  }

  /** Sends one record and waits until it was processed. */
  String roundTrip() throws Exception {
    String key = ProcessHandle.current().pid() + "-" + next.incrementAndGet();
    CompletableFuture<String> processed = new CompletableFuture<>();
    awaited.put(key, processed);
    producer.send(new ProducerRecord<>(TOPIC, key, "hello"));
    return processed.get(60, TimeUnit.SECONDS);
  }

  private void consume() {
    try (consumer) {
      consumer.subscribe(List.of(TOPIC));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          // Other processes that are measured have the same topic.
          CompletableFuture<String> waiting = awaited.remove(record.key());
          if (waiting != null) {
            waiting.complete(record.value());
          }
        }
      }
    } catch (WakeupException e) {
      return; // closed
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    consumer.wakeup();
  }
}
