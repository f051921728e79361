// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RabbitBroker;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({AgentExtension.class, RabbitBroker.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelTest {
  private static final String EXCHANGE = "prices";
  private static final String LOG = "log";

  private Connection connection;
  private Channel channel;
  private String queue;

  @BeforeAll
  void connect() throws Exception {
    connection = Clients.connect();
    channel = connection.createChannel();
    channel.exchangeDeclare(EXCHANGE, "topic");
    channel.queueDeclare(LOG, false, true, true, Map.of());
  }

  @AfterAll
  void close() throws Exception {
    connection.close();
  }

  /** One of the broker's making, bound to the exchange. */
  @BeforeEach
  void makeQueue() throws Exception {
    queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, EXCHANGE, "tea.*");
  }

  /** What a test still processes ends here, and well before the next one begins. */
  @AfterEach
  void askForNoMore() throws Exception {
    channel.queuePurge(queue);
    channel.basicGet(queue, true);
    long later = System.nanoTime() + 10_000_000;
    Recorded.await(() -> System.nanoTime() > later, () -> "time stands still");
  }

  @Test
  void anExchangeIsTheDestinationAndTheRoutingKeyAnAttribute() throws Exception {
    channel.basicPublish(EXCHANGE, "tea.green", null, new byte[0]);

    RecordedSpan send = Recorded.awaitSpans(1).get(0);
    assertThat(send.name()).isEqualTo("send prices");
    assertThat(send.attributes())
        .containsEntry("messaging.rabbitmq.destination.routing_key", "tea.green")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) RabbitBroker.port());
    assertThat(channel.basicGet(queue, true).getProps().getHeaders()).containsKey("traceparent");
  }

  @Test
  void aQueueWithoutNameIsNoLabel() throws Exception {
    channel.basicPublish("", queue, null, new byte[0]);

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("send amq.gen");
  }

  @Test
  void propertiesThatTheApplicationSharesStayWhatTheyAre() throws Exception {
    AMQP.BasicProperties shared =
        MessageProperties.TEXT_PLAIN
            .builder()
            .headers(Collections.unmodifiableMap(Map.of("tenant", "blue", "TraceParent", "old")))
            .build();
    channel.basicPublish("", queue, shared, new byte[0]);

    assertThat(shared.getHeaders()).hasSize(2);
    AMQP.BasicProperties received = channel.basicGet(queue, true).getProps();
    assertThat(received.getContentType()).isEqualTo("text/plain");
    assertThat(received.getHeaders()).containsKey("traceparent").doesNotContainKey("TraceParent");
    assertThat(received.getHeaders().get("tenant")).hasToString("blue");
  }

  @Test
  void aThreadProcessesWhatItAskedForUntilItIsAcknowledged() throws Exception {
    channel.basicPublish(EXCHANGE, "tea.green", null, new byte[0]);
    GetResponse response = channel.basicGet(queue, false);
    channel.basicPublish("", LOG, null, new byte[0]);
    channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
    channel.basicPublish("", LOG, null, new byte[0]);

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan process = Recorded.span("process amq.gen");
    assertThat(process.isChildOf(Recorded.span("send prices"))).isTrue();
    assertThat(spans.get(2).isChildOf(process)).isTrue();
    assertThat(spans.get(3).parentSpanId()).isEmpty();
  }

  @Test
  void toAskForAMessageWithinARequestIsAPartOfThat() throws Exception {
    channel.basicPublish(EXCHANGE, "tea.green", null, new byte[0]);
    Recorded.served(
        Map.of(),
        () -> {
          channel.basicGet(queue, true);
          channel.basicPublish("", LOG, null, new byte[0]);
          return null;
        });

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan receive = Recorded.span("receive amq.gen");
    assertThat(receive.isLinkedTo(Recorded.span("send prices"))).isTrue();
    assertThat(receive.parentSpanId())
        .isNotEmpty()
        .isEqualTo(Recorded.span("send log").parentSpanId());
    assertThat(spans.get(0).traceId()).isNotEqualTo(receive.traceId());
  }

  @Test
  void aMessageThatIsRejectedIsAnError() throws Exception {
    channel.basicPublish(EXCHANGE, "tea.green", null, new byte[0]);
    GetResponse response = channel.basicGet(queue, false);
    channel.basicReject(response.getEnvelope().getDeliveryTag(), false);

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("process amq.gen").attribute("error.type")).isEqualTo("rejected");
  }

  @Test
  void nothingIsToldOfAQueueThatIsEmpty() throws Exception {
    assertThat(channel.basicGet(queue, true)).isNull();
    assertThat(Recorded.awaitSpans(0)).isEmpty();
  }

  @Test
  void whatAClosedChannelThrowsIsAnErrorOfTheSpan() throws Exception {
    Channel closed = connection.createChannel();
    closed.close();

    assertThatThrownBy(() -> closed.basicPublish(EXCHANGE, "tea.green", null, new byte[0]))
        .isInstanceOf(AlreadyClosedException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }
}
