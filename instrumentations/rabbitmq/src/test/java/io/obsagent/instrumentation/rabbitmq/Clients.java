// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.obsagent.testing.RabbitBroker;

/** Clients of the {@link RabbitBroker}. */
final class Clients {
  private Clients() {}

  static Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(RabbitBroker.port());
    return factory.newConnection();
  }
}
