// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springrabbit;

import io.obsagent.testing.Handover;
import io.obsagent.testing.MessagingKit;
import io.obsagent.testing.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.MessageBuilder;

class SpringRabbitTest {
  @Nested
  class Simple extends Container {
    Simple() {
      super(false);
    }
  }

  @Nested
  class Direct extends Container {
    Direct() {
      super(true);
    }
  }

  @ExtendWith(RabbitBroker.class)
  abstract static class Container extends MessagingKit {
    private final Map<String, Handover<Message>> listeners = new HashMap<>();
    private final List<AutoCloseable> containers = new ArrayList<>();
    private final boolean direct;
    private Listening listening;

    Container(boolean direct) {
      this.direct = direct;
    }

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
      return "rabbitmq";
    }

    @Override
    protected void create(String destination) {
      listening.create(destination);
    }

    @Override
    protected void send(String destination, Message message) {
      MessageBuilder builder =
          MessageBuilder.withBody(message.body().getBytes(StandardCharsets.UTF_8));
      message.headers().forEach(builder::setHeader);
      listening.send(destination, builder.build());
    }

    /** The listener of a queue stays; it waits with each message for who processes it. */
    @Override
    protected void process(String destination, Consumer<Message> handler) throws Exception {
      Handover<Message> listener = listeners.get(destination);
      if (listener == null) {
        Handover<Message> made = new Handover<>();
        containers.add(
            listening.toMessages(destination, direct, message -> made.listen(messageOf(message))));
        listeners.put(destination, made);
        listener = made;
      }
      listener.process(handler);
    }

    @Override
    protected boolean batches() {
      return !direct;
    }

    @Override
    protected void processBatch(String destination, int messages, Consumer<List<Message>> handler)
        throws Exception {
      CompletableFuture<Void> over = new CompletableFuture<>();
      AutoCloseable container =
          listening.toBatches(
              destination,
              messages,
              batch -> {
                handler.accept(batch.stream().map(Container::messageOf).toList());
                over.complete(null);
              });
      over.get(60, TimeUnit.SECONDS);
      container.close();
    }

    private static Message messageOf(org.springframework.amqp.core.Message message) {
      Map<String, String> headers = new HashMap<>();
      message
          .getMessageProperties()
          .getHeaders()
          .forEach((name, value) -> headers.put(name, value.toString()));
      return new Message(new String(message.getBody(), StandardCharsets.UTF_8), headers);
    }
  }
}
