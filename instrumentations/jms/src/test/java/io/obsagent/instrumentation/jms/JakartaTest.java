// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Handover;
import io.obsagent.testing.MessagingKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of {@code jakarta.jms}; what is here stands in JavaxTest, too. */
@DisabledIfSystemProperty(
    named = "library.version",
    matches = "javax",
    disabledReason = "this run has the clients of javax.jms only, for JavaxTest")
class JakartaTest {
  @Nested
  class Classic extends Client {
    @Override
    ConnectionFactory factory() {
      return (ConnectionFactory) Brokers.classic();
    }
  }

  @Nested
  class Artemis extends Client {
    @Override
    ConnectionFactory factory() {
      return (ConnectionFactory) Brokers.artemis();
    }
  }

  @ExtendWith(Brokers.class)
  abstract static class Client extends MessagingKit {
    private final Map<String, Handover<Message>> listeners = new HashMap<>();
    private Connection connection;
    private Session session;
    private MessageProducer producer;
    private int queues;

    abstract ConnectionFactory factory();

    @BeforeAll
    void connect() throws Exception {
      connection = factory().createConnection();
      connection.start();
      session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      producer = session.createProducer(null);
    }

    @AfterAll
    void disconnect() throws Exception {
      connection.close();
    }

    @Override
    protected String system() {
      return "jms";
    }

    @Override
    protected void create(String destination) {
      // the broker does, when it is used
    }

    @Override
    protected void send(String destination, Message message) throws Exception {
      TextMessage text = session.createTextMessage(message.body());
      for (Map.Entry<String, String> header : message.headers().entrySet()) {
        text.setStringProperty(header.getKey(), header.getValue());
      }
      producer.send(session.createQueue(destination), text);
    }

    @Override
    protected void process(String destination, Consumer<Message> handler) throws Exception {
      Handover<Message> listener = listeners.get(destination);
      if (listener == null) {
        Handover<Message> made = new Handover<>();
        Session own = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        own.createConsumer(own.createQueue(destination))
            .setMessageListener(message -> made.listen(messageOf(message)));
        listeners.put(destination, made);
        listener = made;
      }
      listener.process(handler);
    }

    private static Message messageOf(jakarta.jms.Message message) {
      try {
        Map<String, String> headers = new HashMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
          headers.put(name.toString(), message.getStringProperty(name.toString()));
        }
        return new Message(((TextMessage) message).getText(), headers);
      } catch (JMSException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void aThreadProcessesWhatItReceivesUntilItReceivesAgain() throws Exception {
      String queue = queue();
      send(queue, new Message("value", Map.of()));
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        assertThat(consumer.receive(60_000)).isNotNull();
        send("log", new Message("line", Map.of()));
        assertThat(consumer.receiveNoWait()).isNull();
        send("log", new Message("line", Map.of()));
      }

      List<RecordedSpan> spans = Recorded.awaitSpans(4);
      RecordedSpan process = Recorded.span("process " + queue);
      assertThat(process.isChildOf(Recorded.span("send " + queue))).isTrue();
      assertThat(process.attribute("messaging.message.id")).isNotNull();
      assertThat(spans.get(2).isChildOf(process)).isTrue();
      assertThat(spans.get(3).parentSpanId()).isEmpty();
    }

    @Test
    void aMessageThatIsReceivedWithinARequestIsAPartOfIt() throws Exception {
      String queue = queue();
      send(queue, new Message("value", Map.of()));
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        Recorded.served(Map.of(), () -> consumer.receive(60_000));
      }

      Recorded.awaitSpans(3);
      RecordedSpan receive = Recorded.span("receive " + queue);
      assertThat(receive.parentSpanId()).isNotEmpty();
      assertThat(receive.isLinkedTo(Recorded.span("send " + queue))).isTrue();
    }

    @Test
    void aMessageWhoseTransactionIsRolledBackIsAnError() throws Exception {
      String queue = queue();
      send(queue, new Message("value", Map.of()));
      try (Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
          MessageConsumer consumer = transacted.createConsumer(transacted.createQueue(queue))) {
        assertThat(consumer.receive(60_000)).isNotNull();
        transacted.rollback();
      }

      Recorded.awaitSpans(2);
      assertThat(Recorded.span("process " + queue).attribute("error.type"))
          .isEqualTo("rolled_back");
    }

    @Test
    void nothingIsToldOfAQueueThatIsEmpty() throws Exception {
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue()))) {
        assertThat(consumer.receive(5)).isNull();
      }
      assertThat(Recorded.awaitSpans(0)).isEmpty();
    }

    @Test
    void aMessageThatIsPassedOnKeepsTheHeadersItCameWith() throws Exception {
      String queue = queue();
      send(queue, new Message("value", Map.of()));
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        producer.send(session.createQueue("passed-on"), consumer.receive(60_000));
        assertThat(consumer.receiveNoWait()).isNull();
      }

      Recorded.awaitSpans(3);
      assertThat(Recorded.span("send passed-on").isChildOf(Recorded.span("process " + queue)))
          .isTrue();
    }

    @Test
    void aQueueOfOneUseIsNoLabel() throws Exception {
      producer.send(session.createTemporaryQueue(), session.createTextMessage("value"));
      assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("send (temporary)");
    }

    @Test
    void theApplicationFindsItsOwnListener() throws Exception {
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue()))) {
        MessageListener listener = message -> {};
        consumer.setMessageListener(listener);
        assertThat(consumer.getMessageListener()).isSameAs(listener);
        consumer.setMessageListener(null);
        assertThat(consumer.getMessageListener()).isNull();
      }
    }

    @Test
    void whatIsThrownToTheSenderIsAnErrorOfTheSpan() throws Exception {
      Session closed = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer useless = closed.createProducer(closed.createQueue("closed"));
      TextMessage message = closed.createTextMessage("value");
      closed.close();

      assertThatThrownBy(() -> useless.send(message)).isInstanceOf(JMSException.class);
      assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
    }

    private String queue() {
      return "queue-" + getClass().getSimpleName() + "-" + queues++;
    }
  }
}
