// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three records of one partition; the application's log, a topic too, tells where it is. */
@ExtendWith({AgentExtension.class, Broker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerTest {
  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;
  private String topic;
  private String log;
  private int topics;

  @BeforeAll
  void connect() throws Exception {
    producer = Clients.producer(Map.of());
  }

  @AfterAll
  void disconnect() {
    producer.close();
  }

  @BeforeEach
  void sendThree() throws Exception {
    topic = "consumed-" + topics;
    log = "log-" + topics++;
    Broker.create(topic, 1);
    Broker.create(log, 1);
    for (int i = 0; i < 3; i++) {
      producer.send(new ProducerRecord<>(topic, "value-" + i)).get();
    }
    Recorded.awaitSpans(3);
    Recorded.clear();
    consumer = Clients.consumer(topic, 0, Map.of());
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  @Test
  void eachRecordHasItsSpanWhileALoopIsAtIt() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      writeLog(record.value());
    }
    writeLog("after");

    List<RecordedSpan> spans = Recorded.awaitSpans(7);
    List<RecordedSpan> processed = named(spans, "process " + topic);
    List<RecordedSpan> logs = named(spans, "send " + log);
    assertThat(processed).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(logs.get(i).isChildOf(processed.get(i))).isTrue();
    }
    assertThat(logs.get(3).parentSpanId()).isEmpty();
  }

  @Test
  void aPartitionsListIsIteratedOverLikeAllRecords() throws Exception {
    ConsumerRecords<String, String> records = Clients.poll(consumer);
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, String> record : records.records(partition)) {
        writeLog(record.value());
      }
    }
    writeLog("after");

    List<RecordedSpan> spans = Recorded.awaitSpans(7);
    assertThat(named(spans, "process " + topic)).hasSize(3);
    assertThat(named(spans, "send " + log).get(3).parentSpanId()).isEmpty();
  }

  @Test
  void aPartitionsListIsTheListItWas() {
    List<ConsumerRecord<String, String>> list =
        Clients.poll(consumer).records(new TopicPartition(topic, 0));
    List<ConsumerRecord<String, String>> copy = new ArrayList<>(list);

    assertThat(copy).hasSize(3);
    assertThat(list.equals(copy)).isTrue();
    assertThat(list.hashCode()).isEqualTo(copy.hashCode());
    assertThat(list.toString()).isEqualTo(copy.toString());
    assertThat(list.contains(copy.get(2))).isTrue();
    assertThat(list.subList(1, 3)).isEqualTo(copy.subList(1, 3));
    assertThat(list.stream().map(ConsumerRecord::value))
        .containsExactly("value-0", "value-1", "value-2");
    assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.removeIf(record -> false))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.iterator().remove())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Recorded.settled()).isEmpty();
    // To compare, another list iterates, as any loop does.
    assertThat(copy.equals(list)).isTrue();
  }

  @Test
  void aLoopThatIsLeftIsOverWithTheNextPoll() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      writeLog(record.value());
      break;
    }
    assertThat(consumer.poll(Duration.ofMillis(1))).isEmpty();
    writeLog("after");

    assertLeft(Recorded.awaitSpans(3));
  }

  @Test
  void aLoopThatIsLeftIsOverWhenTheConsumerIsClosed() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      writeLog(record.value());
      break;
    }
    consumer.close();
    writeLog("after");

    assertLeft(Recorded.awaitSpans(3));
  }

  @Test
  void anIteratorEndsAsTheLibrarysDoes() {
    Iterator<ConsumerRecord<String, String>> iterator = Clients.poll(consumer).iterator();
    for (int i = 0; i < 3; i++) {
      assertThat(iterator.next().value()).isEqualTo("value-" + i);
    }
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(Recorded.awaitSpans(3)).allMatch(span -> span.status().equals("UNSET"));
  }

  @Test
  void aLoopWithinThatOfAnotherConsumerBelongsToTheOuterRecord() throws Exception {
    try (KafkaConsumer<String, String> other = Clients.consumer(topic, 0, Map.of())) {
      Iterator<ConsumerRecord<String, String>> outer = Clients.poll(consumer).iterator();
      outer.next();
      for (ConsumerRecord<String, String> record : Clients.poll(other)) {
        assertThat(record.value()).startsWith("value-");
      }
      writeLog("outer");
      outer.forEachRemaining(record -> {});
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan outer = named(spans, "process " + topic).get(0);
    assertThat(named(spans, "send " + log).get(0).isChildOf(outer)).isTrue();
  }

  @Test
  void aThreadThatIsHandedRecordsProcessesThem() throws Exception {
    ConsumerRecords<String, String> records = Clients.poll(consumer);
    Thread worker =
        new Thread(
            () -> {
              for (ConsumerRecord<String, String> record : records) {
                assertThat(record.value()).isNotEmpty();
              }
            });
    worker.start();
    consumer.poll(Duration.ofMillis(1));
    worker.join();

    assertThat(named(Recorded.awaitSpans(3), "process " + topic)).hasSize(3);
  }

  @Test
  void theGroupOfTheConsumerIsTold() {
    try (KafkaConsumer<String, String> member =
        Clients.subscribable(Map.of("group.id", "billing-" + topic))) {
      member.subscribe(List.of(topic));
      Clients.poll(member).forEach(record -> {});
    }

    assertThat(Recorded.awaitSpans(3))
        .allMatch(
            span -> ("billing-" + topic).equals(span.attribute("messaging.consumer.group.name")));
  }

  @Test
  void recordsOfTheApplicationsOwnAreNotProcessed() {
    Clients.poll(consumer);
    List<ConsumerRecord<String, String>> own = List.of(new ConsumerRecord<>(topic, 0, 0, "", ""));
    new ConsumerRecords<>(Map.of(new TopicPartition(topic, 0), own)).forEach(record -> {});

    assertThat(Recorded.settled()).isEmpty();
  }

  private void assertLeft(List<RecordedSpan> spans) {
    RecordedSpan process = Recorded.span("process " + topic);
    List<RecordedSpan> logs = named(spans, "send " + log);
    assertThat(logs.get(0).isChildOf(process)).isTrue();
    assertThat(logs.get(1).parentSpanId()).isEmpty();
  }

  private void writeLog(String line) throws Exception {
    producer.send(new ProducerRecord<>(log, line)).get();
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
