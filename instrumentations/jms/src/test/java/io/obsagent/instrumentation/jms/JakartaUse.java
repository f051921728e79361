// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Each way of a message through a client of {@code jakarta.jms}. */
final class JakartaUse {
  private JakartaUse() {}

  static String of(Object factory) throws Exception {
    Connection connection = ((ConnectionFactory) factory).createConnection();
    try {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Queue queue = session.createTemporaryQueue();
      MessageProducer producer = session.createProducer(queue);
      MessageProducer anywhere = session.createProducer(null);
      MessageConsumer consumer = session.createConsumer(queue);
      producer.send(session.createTextMessage("one"));
      anywhere.send(queue, session.createTextMessage("two"));
      StringBuilder seen = new StringBuilder();
      for (int i = 0; i < 2; i++) {
        seen.append(((TextMessage) consumer.receive(60_000)).getText());
      }
      consumer.close();
      CompletableFuture<Boolean> delivered = new CompletableFuture<>();
      Session listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      listening
          .createConsumer(queue)
          .setMessageListener(message -> delivered.complete(message instanceof TextMessage));
      producer.send(session.createTextMessage("three"));
      return seen.append(delivered.get(60, TimeUnit.SECONDS)).toString();
    } finally {
      connection.close();
    }
  }
}
