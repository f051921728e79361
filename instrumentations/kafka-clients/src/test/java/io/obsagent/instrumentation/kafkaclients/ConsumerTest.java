// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.KafkaBroker;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three records of one partition each; the application's log, a topic too, tells where it is. */
@ExtendWith({AgentExtension.class, KafkaBroker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerTest {
  private static final String TOPIC = "consumed";
  private static final String LOG = "log";
  private static final int PARTITIONS = 24;

  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;
  private TopicPartition own = new TopicPartition(TOPIC, PARTITIONS);

  @BeforeAll
  void sendThreeToEach() throws Exception {
    KafkaBroker.create(TOPIC, PARTITIONS);
    KafkaBroker.create(LOG, 1);
    producer = Clients.producer(Map.of());
    // In one batch a partition, which one poll gets whole.
    try (KafkaProducer<String, String> batches = Clients.producer(Map.of("linger.ms", "60000"))) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int i = 0; i < 3; i++) {
          batches.send(new ProducerRecord<>(TOPIC, partition, null, "value-" + i));
        }
      }
      batches.send(new ProducerRecord<>(LOG, "begin"));
      batches.flush();
    }
    consumer = Clients.subscribable(Map.of("group.id", "billing"));
  }

  @AfterAll
  void disconnect() {
    producer.close();
    consumer.close();
  }

  @BeforeEach
  void takeTheNextPartition() {
    own = new TopicPartition(TOPIC, own.partition() - 1);
    consumer.assign(List.of(own));
  }

  @Test
  void eachRecordHasItsSpanWhileALoopIsAtIt() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      writeLog(record.value());
    }
    writeLog("after");

    List<RecordedSpan> spans = Recorded.awaitSpans(7);
    List<RecordedSpan> processed = named(spans, "process " + TOPIC);
    List<RecordedSpan> logs = named(spans, "send " + LOG);
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
    assertThat(named(spans, "process " + TOPIC)).hasSize(3);
    assertThat(named(spans, "send " + LOG).get(3).parentSpanId()).isEmpty();
  }

  @Test
  void aPartitionsListIsTheListItWas() {
    List<ConsumerRecord<String, String>> list = Clients.poll(consumer).records(own);
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
    try (KafkaConsumer<String, String> other = Clients.consumer(TOPIC, own.partition(), Map.of())) {
      for (ConsumerRecord<String, String> record : Clients.poll(other)) {
        writeLog(record.value());
        break;
      }
    }
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
    try (KafkaConsumer<String, String> other = Clients.consumer(TOPIC, own.partition(), Map.of())) {
      Iterator<ConsumerRecord<String, String>> outer = Clients.poll(consumer).iterator();
      outer.next();
      for (ConsumerRecord<String, String> record : Clients.poll(other)) {
        assertThat(record.value()).startsWith("value-");
      }
      writeLog("outer");
      outer.forEachRemaining(record -> {});
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan outer = named(spans, "process " + TOPIC).get(0);
    assertThat(named(spans, "send " + LOG).get(0).isChildOf(outer)).isTrue();
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

    assertThat(named(Recorded.awaitSpans(3), "process " + TOPIC)).hasSize(3);
  }

  @Test
  void whereARecordComesFromIsTold() {
    Clients.poll(consumer).forEach(record -> {});

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    for (int i = 0; i < 3; i++) {
      assertThat(spans.get(i).attributes())
          .containsEntry("messaging.consumer.group.name", "billing")
          .containsEntry("messaging.destination.partition.id", Integer.toString(own.partition()))
          .containsEntry("messaging.kafka.offset", (long) i)
          .doesNotContainKey("obs.messaging.loop_left");
    }
    assertThat(
            Recorded.metric(
                "messaging_latency_seconds_count{system=\"kafka\",destination=\"consumed\"}"))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void theLagOfAConsumerIsWhatItHasNotGot() {
    Map<String, String> one = Map.of("max.poll.records", "1", "group.id", "slow");
    String lag = "messaging_consumer_lag{system=\"kafka\",destination=\"consumed\",group=\"slow\"}";
    try (KafkaConsumer<String, String> slow = Clients.consumer(TOPIC, own.partition(), one)) {
      Clients.poll(slow);
      Recorded.await(() -> Double.valueOf(2).equals(Recorded.metric(lag)), () -> "no lag of 2");
      Clients.poll(slow);
      Clients.poll(slow);
      Recorded.await(() -> Double.valueOf(0).equals(Recorded.metric(lag)), () -> "no lag of 0");
    }
    Recorded.await(() -> Recorded.metric(lag) == null, () -> "a lag of a consumer that is closed");
  }

  @Test
  void aCommitOfAllThatWasPolledEndsWhatWasLeft() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      writeLog(record.value());
      break;
    }
    consumer.commitSync();
    writeLog("after");

    assertLeft(Recorded.awaitSpans(3));
    assertThat(Recorded.span("process " + TOPIC).attribute("obs.messaging.loop_left")).isNull();
  }

  @Test
  void aCommitOfOneRecordEndsNothing() throws Exception {
    for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
      consumer.commitSync(Map.of(own, new OffsetAndMetadata(record.offset() + 1)));
      writeLog(record.value());
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(6);
    assertThat(
            named(spans, "send " + LOG).get(2).isChildOf(named(spans, "process " + TOPIC).get(2)))
        .isTrue();
  }

  @Test
  void whatALoopThrowsLeavesItsRecordMarked() {
    assertThatThrownBy(
            () -> {
              for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
                throw new IllegalStateException(record.value());
              }
            })
        .isInstanceOf(IllegalStateException.class);
    consumer.seek(own, 0);

    RecordedSpan process = Recorded.awaitSpans(1).get(0);
    assertThat(process.attribute("obs.messaging.loop_left")).isEqualTo(true);
  }

  @Test
  void recordsOfTheApplicationsOwnAreNotProcessed() {
    Clients.poll(consumer);
    List<ConsumerRecord<String, String>> made = List.of(new ConsumerRecord<>(TOPIC, 0, 0, "", ""));
    new ConsumerRecords<>(Map.of(own, made)).forEach(record -> {});

    assertThat(Recorded.settled()).isEmpty();
  }

  private void assertLeft(List<RecordedSpan> spans) {
    RecordedSpan process = Recorded.span("process " + TOPIC);
    List<RecordedSpan> logs = named(spans, "send " + LOG);
    assertThat(logs.get(0).isChildOf(process)).isTrue();
    assertThat(logs.get(1).parentSpanId()).isEmpty();
  }

  private void writeLog(String line) throws Exception {
    producer.send(new ProducerRecord<>(LOG, line)).get();
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
