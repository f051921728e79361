// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.BatchReceivePolicy;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.DeadLetterPolicy;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Messages;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kit does not know: messages that are asked for, partitions, readers, refusals. */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysTest {
  private PulsarBroker broker;
  private PulsarClient client;

  @BeforeAll
  void connect() throws Exception {
    broker = new PulsarBroker();
    client = broker.connect();
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "parted"})
  void aMessageThatAThreadAskedForIsProcessedUntilItIsAcknowledged(String topic) throws Exception {
    try (Producer<String> producer = producer(topic);
        Producer<String> paid = producer("paid");
        Consumer<String> consumer = consumer(topic).subscribe()) {
      producer.send("4711");
      Message<String> message = consumer.receive(60, TimeUnit.SECONDS);
      assertThat(message.getValue()).isEqualTo("4711");
      paid.send("4711");
      consumer.acknowledge(message);
      producer("unrelated").send("4711");

      Recorded.awaitSpans(4);
      RecordedSpan process = Recorded.span("process " + topic);
      assertThat(process.isChildOf(Recorded.span("send " + topic))).isTrue();
      assertThat(process.attributes())
          .containsEntry("messaging.consumer.group.name", "tests")
          .containsEntry("server.address", "127.0.0.1")
          .containsKeys("server.port", "messaging.message.id");
      assertThat(Recorded.span("send paid").isChildOf(process)).isTrue();
      assertThat(Recorded.span("send unrelated").parentSpanId()).isEmpty();
    }
  }

  @Test
  void whatIsAskedForWithinARequestIsASpanOfIt() throws Exception {
    try (Producer<String> producer = producer("mails");
        Consumer<String> consumer = consumer("mails").subscribe()) {
      producer.send("4711");
      Recorded.served(Map.of(), () -> consumer.receive(60, TimeUnit.SECONDS).getValue());

      Recorded.awaitSpans(3);
      assertThat(Recorded.span("receive mails").isLinkedTo(Recorded.span("send mails"))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"later", "later-parted"})
  void whatDependsOnAFutureProcessesItsMessage(String topic) throws Exception {
    try (Producer<String> producer = producer(topic);
        Producer<String> paid = producer("paid-" + topic);
        Producer<String> mailed = producer("mailed-" + topic);
        Consumer<String> consumer = consumer(topic).subscribe()) {
      CompletableFuture<MessageId> done =
          consumer
              .receiveAsync()
              .thenCompose(
                  message -> {
                    consumer.acknowledgeAsync(message);
                    return paid.sendAsync(message.getValue());
                  });
      CompletableFuture<MessageId> handled =
          consumer.receiveAsync().thenCompose(message -> mailed.sendAsync(message.getValue()));
      producer.send("4711");
      producer.send("4712");
      done.get(60, TimeUnit.SECONDS);
      handled.get(60, TimeUnit.SECONDS);

      List<RecordedSpan> spans = Recorded.awaitSpans(6);
      List<RecordedSpan> processed = named(spans, "process " + topic);
      assertThat(processed).hasSize(2);
      assertThat(Recorded.span("send paid-" + topic).parentSpanId())
          .as("after it was acknowledged")
          .isEmpty();
      assertThat(processed).anyMatch(Recorded.span("send mailed-" + topic)::isChildOf);
    }
  }

  @Test
  void aFutureThatIsCancelledTakesNoMessage() throws Exception {
    try (Producer<String> producer = producer("cancelled");
        Consumer<String> consumer = consumer("cancelled").subscribe()) {
      CompletableFuture<Message<String>> later = consumer.receiveAsync();
      assertThat(later.cancel(true)).isTrue();
      CompletableFuture<Message<String>> timedOut =
          consumer.receiveAsync().orTimeout(1, TimeUnit.MILLISECONDS);
      assertThatThrownBy(timedOut::join).hasMessageContaining("TimeoutException");
      producer.send("4711");

      assertThat(consumer.receive(60, TimeUnit.SECONDS).getValue()).isEqualTo("4711");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "batch-parted"})
  void eachMessageOfABatchIsProcessedUntilTheNext(String topic) throws Exception {
    try (Producer<String> producer = producer(topic);
        Producer<String> paid = producer("paid-" + topic);
        Consumer<String> consumer =
            consumer(topic)
                .batchReceivePolicy(
                    BatchReceivePolicy.builder()
                        .maxNumMessages(2)
                        .timeout(60, TimeUnit.SECONDS)
                        .build())
                .subscribe()) {
      for (int i = 0; i < 4; i++) {
        producer.send("" + i);
      }
      Messages<String> batch = consumer.batchReceive();
      for (Message<String> message : batch) {
        paid.send(message.getValue());
      }
      consumer.acknowledge(batch);
      Messages<String> later = consumer.batchReceiveAsync().get(60, TimeUnit.SECONDS);
      later.forEach(message -> sendQuietly(paid, message));
      consumer.acknowledge(later);

      List<RecordedSpan> spans = Recorded.awaitSpans(12);
      List<RecordedSpan> processed = named(spans, "process " + topic);
      assertThat(processed).hasSize(4);
      for (RecordedSpan sent : named(spans, "send paid-" + topic)) {
        assertThat(processed).filteredOn(sent::isChildOf).hasSize(1);
      }
    }
  }

  private static void sendQuietly(Producer<String> producer, Message<String> message) {
    try {
      producer.send(message.getValue());
    } catch (PulsarClientException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMessageThatIsRefusedIsAnError() throws Exception {
    CompletableFuture<Void> refused = new CompletableFuture<>();
    try (Producer<String> producer = producer("refused");
        Consumer<String> listening =
            consumer("refused")
                .messageListener(
                    (consumer, message) -> {
                      consumer.negativeAcknowledge(message);
                      refused.complete(null);
                    })
                .subscribe()) {
      producer.send("4711");
      refused.get(60, TimeUnit.SECONDS);

      Recorded.awaitSpans(2);
      RecordedSpan process = Recorded.span("process refused");
      assertThat(process.status()).isEqualTo("ERROR");
      assertThat(process.attribute("error.type")).isEqualTo("rejected");
    }
  }

  @Test
  void whatTheClientSendsToDeadLettersStaysInItsTrace() throws Exception {
    try (Producer<String> producer = producer("failing");
        Consumer<String> consumer =
            consumer("failing")
                .subscriptionType(SubscriptionType.Shared)
                .negativeAckRedeliveryDelay(1, TimeUnit.MILLISECONDS)
                .deadLetterPolicy(
                    DeadLetterPolicy.builder().maxRedeliverCount(1).deadLetterTopic("dead").build())
                .subscribe();
        Consumer<String> dead = consumer("dead").subscribe()) {
      producer.send("4711");
      consumer.negativeAcknowledge(consumer.receive(60, TimeUnit.SECONDS));
      consumer.negativeAcknowledge(consumer.receive(60, TimeUnit.SECONDS));
      dead.acknowledge(dead.receive(60, TimeUnit.SECONDS));

      Recorded.awaitSpans(5);
      RecordedSpan sent = Recorded.span("send dead");
      assertThat(sent.isChildOf(Recorded.span("send failing"))).isTrue();
      assertThat(Recorded.span("process dead").isChildOf(sent)).isTrue();
    }
  }

  @Test
  void whatIsToBeProcessedLaterStaysInItsTrace() throws Exception {
    try (Producer<String> producer = producer("delayed");
        Consumer<String> consumer =
            consumer("delayed")
                .subscriptionType(SubscriptionType.Shared)
                .enableRetry(true)
                .deadLetterPolicy(
                    DeadLetterPolicy.builder()
                        .maxRedeliverCount(2)
                        .retryLetterTopic("retry")
                        .build())
                .subscribe()) {
      producer.send("4711");
      consumer.reconsumeLater(consumer.receive(60, TimeUnit.SECONDS), 1, TimeUnit.MILLISECONDS);
      Message<String> again = consumer.receive(60, TimeUnit.SECONDS);
      assertThat(again.getValue()).isEqualTo("4711");
      consumer.acknowledge(again);

      Recorded.awaitSpans(4);
      RecordedSpan first = Recorded.span("process delayed");
      assertThat(first.isChildOf(Recorded.span("send delayed"))).isTrue();
      assertThat(first.attribute("error.type")).isEqualTo("rejected");
      RecordedSpan sent = Recorded.span("send retry");
      assertThat(sent.traceId())
          .as("sent within the first one, or later by the client itself")
          .isEqualTo(first.traceId());
      assertThat(Recorded.span("process retry").isChildOf(sent)).isTrue();
    }
  }

  @Test
  void aReaderProcessesWhatItReads() throws Exception {
    try (Producer<String> producer = producer("read");
        Producer<String> paid = producer("paid-read");
        Reader<String> reader =
            client
                .newReader(Schema.STRING)
                .topic("read")
                .startMessageId(MessageId.earliest)
                .create()) {
      producer.send("4711");
      assertThat(reader.readNext(60, TimeUnit.SECONDS).getValue()).isEqualTo("4711");
      paid.send("4711");
      reader.close();

      Recorded.awaitSpans(3);
      RecordedSpan process = Recorded.span("process read");
      assertThat(process.isChildOf(Recorded.span("send read"))).isTrue();
      assertThat(Recorded.span("send paid-read").isChildOf(process)).isTrue();
    }
  }

  @Test
  void aMessageThatIsTooLargeIsAnErrorOfItsSpanAndItsMetric() throws Exception {
    try (Producer<byte[]> producer =
        client.newProducer().topic("large").enableBatching(false).create()) {
      assertThatThrownBy(() -> producer.send(new byte[6 * 1024 * 1024]))
          .isInstanceOf(PulsarClientException.InvalidMessageException.class);

      Recorded.awaitSpans(1);
      assertThat(Recorded.span("send large").status()).isEqualTo("ERROR");
      assertThat(
              Recorded.metric(
                  "messaging_send_duration_seconds_count"
                      + "{system=\"pulsar\",destination=\"large\",outcome=\"error\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void whatIsSentTwiceHasTheContextOfItsLastSending() throws Exception {
    try (Producer<String> producer = producer("twice");
        Consumer<String> consumer = consumer("twice").subscribe()) {
      TypedMessageBuilder<String> message =
          producer.newMessage().value("4711").property("tenant", "blue");
      MessageId first = message.send();
      MessageId second = message.property("Traceparent", "00-stale").send();
      assertThat(second).isNotEqualTo(first);
      consumer.receive(60, TimeUnit.SECONDS);
      Message<String> again = consumer.receive(60, TimeUnit.SECONDS);
      consumer.acknowledge(again);

      List<RecordedSpan> spans = Recorded.awaitSpans(4);
      List<RecordedSpan> sent = named(spans, "send twice");
      List<RecordedSpan> processed = named(spans, "process twice");
      assertThat(again.getProperties())
          .containsEntry("tenant", "blue")
          .containsKey("traceparent")
          .doesNotContainKey("Traceparent");
      assertThat(processed.get(0).isChildOf(sent.get(0))).isTrue();
      assertThat(processed.get(1).isChildOf(sent.get(1))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "persistent://public/default/orders, orders",
    "persistent://public/default/orders-partition-12, orders",
    "persistent://shop/mails/orders-partition-0, shop/mails/orders",
    "non-persistent://public/default/orders, non-persistent://public/default/orders",
    "orders-partition-, orders-partition-",
    "orders-partition-a, orders-partition-a",
    "orders, orders",
  })
  void topicsHaveTheirShortestNames(String topic, String name) {
    assertThat(Destinations.name(topic)).isEqualTo(name);
  }

  private Producer<String> producer(String topic) throws PulsarClientException {
    return client.newProducer(Schema.STRING).topic(topic).create();
  }

  private ConsumerBuilder<String> consumer(String topic) {
    return client
        .newConsumer(Schema.STRING)
        .topic(topic)
        .subscriptionName("tests")
        .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest);
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
