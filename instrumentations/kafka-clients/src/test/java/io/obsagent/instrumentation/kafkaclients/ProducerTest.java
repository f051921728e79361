// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({AgentExtension.class, KafkaBroker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProducerTest {
  private static final String FOREIGN = "00-11111111111111111111111111111111-2222222222222222-01";

  private static final String TOPIC = "produced";
  private static final int PARTITIONS = 16;

  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;

  /** Of this test alone. */
  private int partition = PARTITIONS;

  @BeforeAll
  void connect() throws Exception {
    KafkaBroker.create(TOPIC, PARTITIONS);
    producer = Clients.producer(Map.of());
    producer.partitionsFor(TOPIC);
    consumer = Clients.subscribable(Map.of());
  }

  @AfterAll
  void close() {
    producer.close();
    consumer.close();
  }

  /** What the test before has polled has ended, but may still be on its way. */
  @BeforeEach
  void forgetTheTestBefore() {
    partition--;
    Recorded.settled();
    Recorded.clear();
  }

  @Test
  void aRecordThatIsSentAgainCarriesNothingOfTheTraceBefore() throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, partition, null, "value");
    producer.send(record).get();
    producer.send(record).get();

    assertThat(record.headers()).isEmpty();
    List<RecordedSpan> sends = Recorded.awaitSpans(2);
    List<ConsumerRecord<String, String>> received = received(2);
    for (int i = 0; i < 2; i++) {
      assertThat(traceparents(received.get(i)))
          .singleElement()
          .asString()
          .contains(sends.get(i).traceId() + "-" + sends.get(i).spanId());
    }
  }

  @Test
  void headersThatAreReadOnlyAreSentWithOurs() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("tenant", "blue".getBytes(StandardCharsets.UTF_8));
    ProducerRecord<String, String> record = record(headers);
    ((RecordHeaders) record.headers()).setReadOnly();
    producer.send(record).get();

    assertThat(record.headers()).hasSize(1);
    ConsumerRecord<String, String> received = received(1).get(0);
    assertThat(received.headers().lastHeader("tenant")).isNotNull();
    assertThat(traceparents(received)).hasSize(1);
  }

  @Test
  void theHeadersOfARecordThatIsPassedOnAreReplaced() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", FOREIGN.getBytes(StandardCharsets.UTF_8));
    ProducerRecord<String, String> record = record(headers);
    producer.send(record).get();

    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(traceparents(received(1).get(0))).singleElement().asString().contains(send.spanId());
    assertThat(record.headers()).isEqualTo(headers);
  }

  @Test
  void aCallbackRunsInTheContextOfWhoSent() throws Exception {
    CompletableFuture<Future<RecordMetadata>> answered = new CompletableFuture<>();
    Recorded.served(
        Map.of(),
        () ->
            producer.send(
                new ProducerRecord<>(TOPIC, partition, null, "value"),
                (metadata, failure) ->
                    answered.complete(
                        producer.send(new ProducerRecord<>(TOPIC, partition, null, "answer")))));
    answered.get().get();

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan send = spans.get(1);
    RecordedSpan answer = spans.get(2);
    assertThat(List.of(send.name(), answer.name())).containsOnly("send " + TOPIC);
    assertThat(answer.traceId()).isEqualTo(send.traceId());
    assertThat(answer.parentSpanId()).isNotEmpty().isEqualTo(send.parentSpanId());
  }

  @Test
  void whereTheBrokerHasPutARecordIsTold() throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, partition, null, "value")).get();

    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("messaging.destination.partition.id", Integer.toString(partition))
        .containsEntry("messaging.kafka.offset", 0L);
  }

  @Test
  void aTopicThatIsNotThereIsAnError() {
    CompletableFuture<Exception> told = new CompletableFuture<>();
    try (KafkaProducer<String, String> hasty = Clients.producer(Map.of("max.block.ms", 200))) {
      Future<RecordMetadata> future =
          hasty.send(
              new ProducerRecord<>("nowhere", "value"),
              (metadata, failure) -> told.complete(failure));
      assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
    }
    assertThat(told).isCompletedWithValueMatching(TimeoutException.class::isInstance);
    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(send.status()).isEqualTo("ERROR");
    assertThat(send.attribute("error.type")).isEqualTo(TimeoutException.class.getName());
    assertThat(
            Recorded.metric(
                "messaging_send_duration_seconds_count"
                    + "{system=\"kafka\",destination=\"nowhere\",outcome=\"error\"}"))
        .isEqualTo(1);
  }

  @Test
  void whatTheProducerThrowsIsAnErrorOfTheSpan() throws Exception {
    @SuppressWarnings("unchecked")
    KafkaProducer<String, Object> unchecked = (KafkaProducer<String, Object>) (Object) producer;
    ProducerRecord<String, Object> wrong = new ProducerRecord<>(TOPIC, 17);

    assertThatThrownBy(() -> unchecked.send(wrong)).isInstanceOf(SerializationException.class);
    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(send.attribute("error.type")).isEqualTo(SerializationException.class.getName());
  }

  @Test
  void aRecordThatIsTooLargeIsAnError() throws Exception {
    ProducerRecord<String, String> large = new ProducerRecord<>(TOPIC, "x".repeat(2_000_000));

    assertThatThrownBy(producer.send(large)::get).hasCauseInstanceOf(RecordTooLargeException.class);
    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
        .isEqualTo(RecordTooLargeException.class.getName());
  }

  @Test
  void noRecordIsThatOfTheLibrary() {
    assertThatThrownBy(() -> producer.send(null)).isInstanceOf(NullPointerException.class);
    assertThat(Recorded.settled()).isEmpty();
  }

  private ProducerRecord<String, String> record(RecordHeaders headers) {
    return new ProducerRecord<>(TOPIC, partition, null, null, "value", headers);
  }

  /** The first records of the test's partition. */
  private List<ConsumerRecord<String, String>> received(int count) {
    List<ConsumerRecord<String, String>> received = new ArrayList<>();
    consumer.assign(List.of(new TopicPartition(TOPIC, partition)));
    while (received.size() < count) {
      Clients.poll(consumer).forEach(received::add);
    }
    return received;
  }

  private static List<String> traceparents(ConsumerRecord<String, String> record) {
    List<String> values = new ArrayList<>();
    for (Header header : record.headers().headers("traceparent")) {
      values.add(new String(header.value(), StandardCharsets.UTF_8));
    }
    return values;
  }
}
