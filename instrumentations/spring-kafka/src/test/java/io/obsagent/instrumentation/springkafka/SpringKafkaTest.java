// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springkafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.Handover;
import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.MessagingKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBroker.class)
class SpringKafkaTest extends MessagingKit {
  private final Map<String, Handover<Message>> listeners = new HashMap<>();
  private final List<AutoCloseable> containers = new ArrayList<>();
  private Listening listening;

  @BeforeAll
  void connect() {
    listening = new Listening();
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable container : containers) {
      container.close();
    }
    listening.close();
  }

  @Override
  protected String system() {
    return "kafka";
  }

  @Override
  protected void create(String destination) throws Exception {
    KafkaBroker.create(destination, 1);
  }

  @Override
  protected void send(String destination, Message message) {
    ProducerRecord<String, String> record = new ProducerRecord<>(destination, message.body());
    message
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    listening.send(record);
  }

  /** The listener of a topic stays; it waits with each record for who processes it. */
  @Override
  protected void process(String destination, Consumer<Message> handler) throws Exception {
    Handover<Message> listener = listeners.get(destination);
    if (listener == null) {
      Handover<Message> made = new Handover<>();
      containers.add(listening.toRecords(destination, record -> made.listen(messageOf(record))));
      listeners.put(destination, made);
      listener = made;
    }
    listener.process(handler);
  }

  @Override
  protected boolean batches() {
    return true;
  }

  @Override
  protected void processBatch(String destination, int messages, Consumer<List<Message>> handler)
      throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    AutoCloseable container =
        listening.toBatches(
            destination,
            records -> {
              handler.accept(records.stream().map(SpringKafkaTest::messageOf).toList());
              over.complete(null);
            });
    over.get(60, TimeUnit.SECONDS);
    container.close();
  }

  @Test
  void eachDeliveryOfARecordIsASpan() throws Exception {
    KafkaBroker.create("again", 1);
    listening.send("again", "value");
    LinkedBlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
    try (AutoCloseable container =
        listening.toRecords(
            "again",
            record -> {
              deliveries.add(record.value());
              if (deliveries.size() == 1) {
                throw new IllegalStateException("not yet");
              }
            })) {
      List<RecordedSpan> spans = Recorded.awaitSpans(3);
      RecordedSpan send = spans.get(0);
      List<RecordedSpan> processed =
          spans.stream().filter(span -> span.name().equals("process again")).toList();
      assertThat(processed).hasSize(2).allMatch(span -> span.isChildOf(send));
      assertThat(processed.get(0).attribute("error.type"))
          .isEqualTo(IllegalStateException.class.getName());
      assertThat(processed.get(0).attribute("messaging.consumer.group.name")).isEqualTo("billing");
      assertThat(processed.get(1).status()).isEqualTo("UNSET");
    }
  }

  @Test
  void whatABatchListenerThrowsIsTheBatchsError() throws Exception {
    KafkaBroker.create("bulk", 1);
    listening.send("bulk", "value");
    LinkedBlockingQueue<Integer> deliveries = new LinkedBlockingQueue<>();
    try (AutoCloseable container =
        listening.toBatches(
            "bulk",
            records -> {
              deliveries.add(records.size());
              if (deliveries.size() == 1) {
                throw new IllegalStateException("not yet");
              }
            })) {
      Recorded.await(() -> deliveries.size() == 2, () -> "no second delivery");
      Recorded.await(() -> Recorded.spans().size() >= 2, () -> "no span of the batch");
    }
    List<RecordedSpan> processed =
        Recorded.spans().stream().filter(span -> span.name().equals("process bulk")).toList();
    assertThat(processed.get(0).status()).isEqualTo("ERROR");
    assertThat(processed.get(0).attribute("error.type"))
        .isEqualTo(IllegalStateException.class.getName());
    assertThat(processed.get(0).attribute("messaging.consumer.group.name")).isEqualTo("billing");
  }

  private static Message messageOf(ConsumerRecord<String, String> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return new Message(record.value(), headers);
  }
}
