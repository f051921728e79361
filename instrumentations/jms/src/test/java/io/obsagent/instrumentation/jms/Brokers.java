// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Brokers in the JVM, for all classes of tests; their connection factories are of either space. */
final class Brokers implements BeforeAllCallback {
  /** Without retries: a message that is not taken is gone. */
  private static final String CLASSIC =
      "vm://classic?broker.persistent=false&broker.useJmx=false"
          + "&jms.redeliveryPolicy.maximumRedeliveries=0";

  static Object classic() {
    return make("org.apache.activemq.ActiveMQConnectionFactory", CLASSIC);
  }

  static Object artemis() {
    return make("org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory", "vm://7");
  }

  private static Object make(String type, String url) {
    try {
      return Class.forName(type).getConstructor(String.class).newInstance(url);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Brokers.class, key -> new Artemis());
  }

  private static final class Artemis implements AutoCloseable {
    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();

    Artemis() {
      try {
        server.setConfiguration(
            new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", "vm://7"));
        server.start();
        server
            .getActiveMQServer()
            .getAddressSettingsRepository()
            .addMatch("#", new AddressSettings().setMaxDeliveryAttempts(1));
      } catch (Exception e) {
        throw new AssertionError("the broker does not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      server.stop();
    }
  }
}
