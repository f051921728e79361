// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkastreams;

import io.obsagent.testing.KafkaBroker;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** From the topic {@code NAME-in} through a function to the topic {@code NAME-out}. */
final class Topology implements AutoCloseable {
  private final String name;
  private final KafkaStreams streams;
  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", KafkaBroker.address()),
          new StringSerializer(),
          new StringSerializer());

  Topology(String name, UnaryOperator<String> function) throws Exception {
    this.name = name;
    KafkaBroker.create(name + "-in", 1);
    KafkaBroker.create(name + "-out", 1);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(name + "-in", Consumed.with(Serdes.String(), Serdes.String()))
        .mapValues(value -> function.apply(value))
        .to(name + "-out", Produced.with(Serdes.String(), Serdes.String()));
    Properties properties = new Properties();
    properties.put("application.id", name);
    properties.put("bootstrap.servers", KafkaBroker.address());
    properties.put("auto.offset.reset", "earliest");
    properties.put("commit.interval.ms", "100");
    streams = new KafkaStreams(builder.build(), properties);
    streams.start();
  }

  void send(String value) throws Exception {
    producer.send(new ProducerRecord<>(name + "-in", value)).get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    producer.close();
    streams.close();
  }
}
