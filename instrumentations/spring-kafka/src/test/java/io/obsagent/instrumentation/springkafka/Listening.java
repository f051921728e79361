// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springkafka;

import io.obsagent.testing.KafkaBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.util.backoff.FixedBackOff;

/** Spring's template and its containers, each of partition 0 of a topic from its beginning. */
final class Listening implements AutoCloseable {
  private final DefaultKafkaProducerFactory<String, String> producers =
      new DefaultKafkaProducerFactory<>(
          Map.of("bootstrap.servers", KafkaBroker.address()),
          new StringSerializer(),
          new StringSerializer());

  private final KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);

  void send(String topic, String value) {
    send(new ProducerRecord<>(topic, value));
  }

  void send(ProducerRecord<String, String> record) {
    template.execute(
        producer -> {
          Future<RecordMetadata> sent = producer.send(record);
          producer.flush();
          return sent.isDone();
        });
  }

  AutoCloseable toRecords(String topic, Consumer<ConsumerRecord<String, String>> listener) {
    return started(topic, (MessageListener<String, String>) listener::accept);
  }

  AutoCloseable toBatches(String topic, Consumer<List<ConsumerRecord<String, String>>> listener) {
    return started(topic, (BatchMessageListener<String, String>) listener::accept);
  }

  private static AutoCloseable started(String topic, Object listener) {
    ContainerProperties properties =
        new ContainerProperties(
            new TopicPartitionOffset(topic, 0, TopicPartitionOffset.SeekPosition.BEGINNING));
    properties.setMessageListener(listener);
    properties.setGroupId("billing");
    properties.setPollTimeout(100);
    Map<String, Object> options = new HashMap<>();
    options.put("bootstrap.servers", KafkaBroker.address());
    options.put("auto.offset.reset", "earliest");
    KafkaMessageListenerContainer<String, String> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                options, new StringDeserializer(), new StringDeserializer()),
            properties);
    container.setCommonErrorHandler(onceMore());
    container.start();
    return () -> container.stop(() -> {}); // nobody waits for it
  }

  /** A second delivery at once, and then the next record. */
  private static CommonErrorHandler onceMore() {
    return new DefaultErrorHandler(new FixedBackOff(0, 1));
  }

  @Override
  public void close() {
    producers.destroy();
  }
}
