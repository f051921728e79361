// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kit does not know: requests, what is asked for, JetStream, and subjects. */
@ExtendWith({AgentExtension.class, NatsServer.class})
class WaysTest {
  private static final byte[] BODY = "secret-4711".getBytes(StandardCharsets.UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aRequestItsAnswerAndItsProcessingAreOneTrace() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      Dispatcher dispatcher =
          connection.createDispatcher(
              message -> connection.publish(message.getReplyTo(), message.getData()));
      dispatcher.subscribe("prices");
      connection.flush(PATIENCE);
      Message answer =
          Recorded.served(Map.of(), () -> connection.request("prices", BODY, PATIENCE));
      assertThat(answer.getData()).isEqualTo(BODY);

      List<RecordedSpan> spans = Recorded.awaitSpans(4);
      RecordedSpan request = Recorded.span("send prices");
      RecordedSpan process = Recorded.span("process prices");
      assertThat(process.parentSpanId()).isEqualTo(request.spanId());
      assertThat(Recorded.span("send _INBOX").parentSpanId()).isEqualTo(process.spanId());
      assertThat(spans).extracting(RecordedSpan::traceId).containsOnly(request.traceId());
      assertThat(process.attributes())
          .containsEntry("server.address", "127.0.0.1")
          .containsKey("server.port");
    }
  }

  @Test
  void aHandlerOfItsOwnSubjectIsOneProcessing() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      CompletableFuture<String> got = new CompletableFuture<>();
      Dispatcher dispatcher = connection.createDispatcher(message -> {});
      dispatcher.subscribe("stock.*", "workers", message -> got.complete(message.getSubject()));
      connection.flush(PATIENCE);
      connection.publish("stock.4711", BODY);
      assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo("stock.4711");

      Recorded.awaitSpans(2);
      assertThat(Recorded.span("process stock.*").parentSpanId())
          .isEqualTo(Recorded.span("send stock.*").spanId());
    }
  }

  @Test
  void whatIsAskedForWithinARequestIsASpanOfIt() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      Subscription subscription = connection.subscribe("mails");
      connection.flush(PATIENCE);
      connection.publish("mails", BODY);
      Message message = Recorded.served(Map.of(), () -> subscription.nextMessage(PATIENCE));
      assertThat(message.getData()).isEqualTo(BODY);

      Recorded.awaitSpans(3);
      assertThat(Recorded.span("receive mails").isLinkedTo(Recorded.span("send mails"))).isTrue();
    }
  }

  @Test
  void jetStreamIsPublishedAndProcessedUnderItsSubjectAlone() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("ORDERS")
                  .subjects("orders.>")
                  .storageType(StorageType.Memory)
                  .build());
      JetStream stream = connection.jetStream();
      CompletableFuture<String> got = new CompletableFuture<>();
      stream.subscribe(
          "orders.>",
          connection.createDispatcher(message -> {}),
          message -> {
            message.ack();
            got.complete(new String(message.getData(), StandardCharsets.UTF_8));
          },
          false);
      Recorded.clear();
      stream.publish("orders.placed", BODY);
      assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo("secret-4711");

      Recorded.awaitSpans(2);
      assertThat(Recorded.span("process orders.placed").parentSpanId())
          .isEqualTo(Recorded.span("send orders.placed").spanId());
    }
  }

  @Test
  void aMessageThatAThreadAskedForIsProcessedUntilItIsAcknowledged() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("BILLS")
                  .subjects("bills")
                  .storageType(StorageType.Memory)
                  .build());
      Subscription subscription = connection.jetStream().subscribe("bills");
      Recorded.clear();
      connection.jetStream().publish("bills", BODY);
      Message message = subscription.nextMessage(PATIENCE);
      connection.publish("paid", BODY);
      message.ack();
      connection.publish("unrelated", BODY);

      Recorded.awaitSpans(4);
      RecordedSpan process = Recorded.span("process bills");
      assertThat(process.parentSpanId()).isEqualTo(Recorded.span("send bills").spanId());
      assertThat(Recorded.span("send paid").parentSpanId()).isEqualTo(process.spanId());
      assertThat(Recorded.span("send unrelated").parentSpanId()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "orders-3, orders-3",
    "orders.v2.placed, orders.v2.placed",
    "orders.4711.placed, orders.*.placed",
    "orders.deadbeef, orders.deadbeef",
    "orders.dead-0eef.x, orders.*.x",
    "customer.AB12345, customer.*",
    "7.8, *.*",
    "stock.*, stock.*",
    "stock.>, stock.>",
    "_INBOX.abc.def, _INBOX",
    "a..b, a..b",
  })
  void subjectsAreOfLowCardinality(String subject, String template) {
    assertThat(Destinations.template(subject)).isEqualTo(template);
  }
}
