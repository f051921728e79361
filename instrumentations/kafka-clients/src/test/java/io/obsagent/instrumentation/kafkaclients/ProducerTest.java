// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
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
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({AgentExtension.class, Broker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProducerTest {
  private static final String FOREIGN = "00-11111111111111111111111111111111-2222222222222222-01";

  private KafkaProducer<String, String> producer;
  private int topics;

  @BeforeAll
  void connect() {
    producer = Clients.producer(Map.of("max.block.ms", 2000));
  }

  @AfterAll
  void close() {
    producer.close();
  }

  @Test
  void aRecordThatIsSentAgainCarriesNothingOfTheTraceBefore() throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic(), "value");
    producer.send(record).get();
    producer.send(record).get();

    assertThat(record.headers()).isEmpty();
    List<RecordedSpan> sends = Recorded.awaitSpans(2);
    List<ConsumerRecord<String, String>> received = received(record.topic(), 2);
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
    ProducerRecord<String, String> record = record(topic(), headers);
    ((RecordHeaders) record.headers()).setReadOnly();
    producer.send(record).get();

    assertThat(record.headers()).hasSize(1);
    ConsumerRecord<String, String> received = received(record.topic(), 1).get(0);
    assertThat(received.headers().lastHeader("tenant")).isNotNull();
    assertThat(traceparents(received)).hasSize(1);
  }

  @Test
  void theHeadersOfARecordThatIsPassedOnAreReplaced() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", FOREIGN.getBytes(StandardCharsets.UTF_8));
    ProducerRecord<String, String> record = record(topic(), headers);
    producer.send(record).get();

    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(traceparents(received(record.topic(), 1).get(0)))
        .singleElement()
        .asString()
        .contains(send.spanId());
    assertThat(record.headers()).isEqualTo(headers);
  }

  @Test
  void aCallbackRunsInTheContextOfWhoSent() throws Exception {
    String topic = topic();
    String answers = topic();
    producer.partitionsFor(answers); // which cannot be found out on the thread of callbacks
    CompletableFuture<Future<RecordMetadata>> answered = new CompletableFuture<>();
    Recorded.served(
        Map.of(),
        () ->
            producer.send(
                new ProducerRecord<>(topic, "value"),
                (metadata, failure) ->
                    answered.complete(producer.send(new ProducerRecord<>(answers, "value")))));
    answered.get().get();

    Recorded.awaitSpans(3);
    RecordedSpan send = Recorded.span("send " + topic);
    RecordedSpan answer = Recorded.span("send " + answers);
    assertThat(answer.traceId()).isEqualTo(send.traceId());
    assertThat(answer.parentSpanId()).isNotEmpty().isEqualTo(send.parentSpanId());
  }

  @Test
  void aTopicThatIsNotThereIsAnError() {
    CompletableFuture<Exception> told = new CompletableFuture<>();
    Future<RecordMetadata> future =
        producer.send(
            new ProducerRecord<>("nowhere", "value"),
            (metadata, failure) -> told.complete(failure));

    assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
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
    ProducerRecord<String, Object> wrong = new ProducerRecord<>(topic(), 17);

    assertThatThrownBy(() -> unchecked.send(wrong)).isInstanceOf(SerializationException.class);
    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(send.attribute("error.type")).isEqualTo(SerializationException.class.getName());
  }

  @Test
  void aRecordThatIsTooLargeIsAnError() throws Exception {
    ProducerRecord<String, String> large = new ProducerRecord<>(topic(), "x".repeat(2_000_000));

    assertThatThrownBy(producer.send(large)::get).hasCauseInstanceOf(RecordTooLargeException.class);
    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
        .isEqualTo(RecordTooLargeException.class.getName());
  }

  @Test
  void noRecordIsThatOfTheLibrary() {
    assertThatThrownBy(() -> producer.send(null)).isInstanceOf(NullPointerException.class);
    assertThat(Recorded.settled()).isEmpty();
  }

  private String topic() throws Exception {
    String topic = "produced-" + topics++;
    Broker.create(topic, 1);
    return topic;
  }

  private static ProducerRecord<String, String> record(String topic, RecordHeaders headers) {
    return new ProducerRecord<>(topic, 0, null, null, "value", headers);
  }

  private static List<ConsumerRecord<String, String>> received(String topic, int count) {
    List<ConsumerRecord<String, String>> received = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = Clients.consumer(topic, 0, Map.of())) {
      while (received.size() < count) {
        Clients.poll(consumer).forEach(received::add);
      }
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
