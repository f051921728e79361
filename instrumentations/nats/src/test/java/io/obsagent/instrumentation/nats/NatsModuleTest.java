// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.obsagent.testing.ModuleKit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NatsServer.class)
class NatsModuleTest extends ModuleKit {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  NatsModuleTest() {
    super(new NatsModule());
  }

  @Override
  protected String use() throws Exception {
    try (Connection connection = NatsServer.connect()) {
      Dispatcher dispatcher =
          connection.createDispatcher(
              message -> connection.publish(message.getReplyTo(), message.getData()));
      dispatcher.subscribe("echo");
      CompletableFuture<String> one = new CompletableFuture<>();
      CompletableFuture<String> two = new CompletableFuture<>();
      CompletableFuture<String> three = new CompletableFuture<>();
      dispatcher.subscribe("one", message -> one.complete(message.getSubject()));
      dispatcher.subscribe("two", "queue", message -> two.complete(message.getSubject()));
      Subscription asked = connection.subscribe("asked");
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("KIT")
                  .subjects("three")
                  .storageType(StorageType.Memory)
                  .build());
      connection
          .jetStream()
          .subscribe("three", dispatcher, message -> three.complete(message.getSubject()), true);
      Subscription pulled = connection.jetStream().subscribe("three");
      connection.flush(PATIENCE);
      for (String subject : new String[] {"one", "two", "three", "asked"}) {
        connection.publish(subject, new byte[] {1});
      }
      Message first = pulled.nextMessage(PATIENCE);
      first.nak();
      Message again = pulled.nextMessage(PATIENCE);
      again.ackSync(PATIENCE);
      String told =
          one.get(60, TimeUnit.SECONDS)
              + two.get(60, TimeUnit.SECONDS)
              + three.get(60, TimeUnit.SECONDS)
              + asked.nextMessage(PATIENCE).getSubject()
              + first.getSubject()
              + again.getSubject()
              + connection.request("echo", new byte[] {7}, PATIENCE).getData()[0];
      asked.unsubscribe();
      connection.jetStreamManagement().deleteStream("KIT");
      return told;
    }
  }
}
