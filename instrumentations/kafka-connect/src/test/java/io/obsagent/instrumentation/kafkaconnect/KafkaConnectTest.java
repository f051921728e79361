// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({AgentExtension.class, KafkaBroker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaConnectTest {
  private Connectors connectors;

  @BeforeAll
  void start() throws Exception {
    connectors = new Connectors();
  }

  @AfterAll
  void close() {
    connectors.close();
  }

  @Test
  void whatASinkDoesBelongsToTheRecordsThatArePutIntoIt() throws Exception {
    KafkaBroker.create("orders", 1);
    KafkaBroker.create("paid", 1);
    try (KafkaProducer<String, String> producer = producer()) {
      connectors.sink(
          "orders", records -> producer.send(new ProducerRecord<>("paid", "" + records.size())));
      Recorded.served(
          Map.of("X-Correlation-ID", "4711"),
          () -> producer.send(new ProducerRecord<>("orders", "value")).get(60, TimeUnit.SECONDS));

      Recorded.awaitSpans(4);
      RecordedSpan process = Recorded.span("process orders");
      assertThat(process.kind()).isEqualTo("CONSUMER");
      assertThat(process.isLinkedTo(Recorded.span("send orders"))).isTrue();
      assertThat(process.attribute("correlation.id")).isEqualTo("4711");
      assertThat(Recorded.span("send paid").isChildOf(process)).isTrue();
    }
  }

  @Test
  void eachTryOfASinkIsAnOperation() throws Exception {
    KafkaBroker.create("bills", 1);
    BlockingQueue<String> tries = new LinkedBlockingQueue<>();
    try (KafkaProducer<String, String> producer = producer()) {
      connectors.sink(
          "bills",
          records -> {
            tries.add("try");
            if (tries.size() == 1) {
              throw new RetriableException("later");
            }
          });
      producer.send(new ProducerRecord<>("bills", "value")).get(60, TimeUnit.SECONDS);

      Recorded.awaitSpans(3);
      String process = "messaging_process_duration_seconds_count{system=\"kafka\",destination=";
      assertThat(Recorded.metric(process + "\"bills\",outcome=\"error\"}")).isEqualTo(1);
      assertThat(Recorded.metric(process + "\"bills\",outcome=\"success\"}")).isEqualTo(1);
    }
  }

  @Test
  void whatASourceEmitsIsSentAndProcessed() throws Exception {
    KafkaBroker.create("lines", 1);
    connectors.source("lines");
    connectors.sink("lines", records -> {});
    connectors.emit("value");

    Recorded.awaitSpans(2);
    RecordedSpan sent = Recorded.span("send lines");
    assertThat(sent.kind()).isEqualTo("PRODUCER");
    assertThat(Recorded.span("process lines").isLinkedTo(sent)).isTrue();
  }

  private static KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", KafkaBroker.address()),
        new StringSerializer(),
        new StringSerializer());
  }
}
