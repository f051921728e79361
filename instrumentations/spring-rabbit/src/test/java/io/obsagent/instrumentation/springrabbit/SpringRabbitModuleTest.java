// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springrabbit;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;

@ExtendWith(RabbitBroker.class)
class SpringRabbitModuleTest extends ModuleKit {
  private int uses;

  SpringRabbitModuleTest() {
    super(new SpringRabbitModule());
  }

  @Override
  protected String use() throws Exception {
    String queue = "used-" + uses++;
    CompletableFuture<Message> delivered = new CompletableFuture<>();
    try (Listening listening = new Listening()) {
      listening.create(queue);
      listening.send(
          queue, MessageBuilder.withBody("value".getBytes(StandardCharsets.UTF_8)).build());
      try (AutoCloseable container = listening.toMessages(queue, true, delivered::complete)) {
        return new String(delivered.get(60, TimeUnit.SECONDS).getBody(), StandardCharsets.UTF_8);
      }
    }
  }
}
