// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.obsagent.testing.MessagingKit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The server keeps nothing for those who come later: the handler is there before the message, and
 * waits for what the test wants done with it.
 */
@ExtendWith(NatsServer.class)
class NatsMessagingTest extends MessagingKit {
  private final Map<String, BlockingQueue<Consumer<Message>>> handlers = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<CompletableFuture<Void>>> ends =
      new ConcurrentHashMap<>();

  private Connection connection;

  @BeforeAll
  void connect() throws Exception {
    connection = NatsServer.connect();
  }

  @AfterAll
  void close() throws Exception {
    connection.close();
  }

  @Override
  protected String system() {
    return "nats";
  }

  @Override
  protected void create(String destination) throws Exception {
    BlockingQueue<Consumer<Message>> wanted = new LinkedBlockingQueue<>();
    BlockingQueue<CompletableFuture<Void>> ended = new LinkedBlockingQueue<>();
    handlers.put(destination, wanted);
    ends.put(destination, ended);
    Dispatcher dispatcher =
        connection.createDispatcher(
            message -> {
              CompletableFuture<Void> end = new CompletableFuture<>();
              ended.add(end);
              try {
                wanted.take().accept(messageOf(message));
              } finally {
                end.complete(null);
              }
            });
    dispatcher.subscribe(destination);
    connection.flush(Duration.ofSeconds(60));
  }

  private static Message messageOf(io.nats.client.Message message) {
    Map<String, String> headers = new HashMap<>();
    if (message.getHeaders() != null) {
      message.getHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    }
    return new Message(new String(message.getData(), StandardCharsets.UTF_8), headers);
  }

  @Override
  protected void send(String destination, Message message) throws Exception {
    Headers headers = new Headers();
    message.headers().forEach((name, value) -> headers.add(name, value));
    connection.publish(
        NatsMessage.builder()
            .subject(destination)
            .headers(headers)
            .data(message.body(), StandardCharsets.UTF_8)
            .build());
    connection.flush(Duration.ofSeconds(60));
  }

  @Override
  protected void process(String destination, Consumer<Message> handler) throws Exception {
    handlers.get(destination).add(handler);
    ends.get(destination).poll(60, TimeUnit.SECONDS).get(60, TimeUnit.SECONDS);
  }
}
