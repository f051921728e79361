// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KeyValue;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

/** Connections with a password; commands that are given up, repeated, or written together. */
@ExtendWith(AgentExtension.class)
class LettuceTroubleTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final String PASSWORD = "geheim-word";

  private static RedisServer server;
  private static RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private StatefulRedisConnection<String, String> admin;

  @BeforeAll
  static void startRedis() throws IOException {
    server =
        Ports.serve(
            port -> {
              RedisServer made =
                  RedisServer.newRedisServer()
                      .port(port)
                      .setting("bind 127.0.0.1")
                      .setting("requirepass " + PASSWORD)
                      .build();
              made.start();
              return made;
            });
    client =
        RedisClient.create(
            RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.ports().get(0))
                .withPassword(PASSWORD.toCharArray())
                .build());
  }

  @AfterAll
  static void stopRedis() throws IOException {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.stop();
  }

  @BeforeEach
  void connect() {
    connection = client.connect();
    admin = client.connect();
    connection.sync().set("warm", "up");
    admin.sync().echo("prepared");
    awaitSpan("ECHO");
    Recorded.clear();
  }

  @AfterEach
  void disconnect() {
    connection.close();
    admin.close();
    assertThat(Recorded.spans().toString()).doesNotContain("geheim");
  }

  private static RecordedSpan awaitSpan(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span of " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  private static void assertEndsAsError(String name) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo(name);
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void connectingIsNoSpan() {
    client.connect().close();

    Recorded.awaitSpans(0);
  }

  @Test
  void aSubscriptionThatIsCancelledEndsItsCommand() {
    connection.reactive().blpop(20, "nothing").subscribe().dispose();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("BLPOP");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void aReactiveSequenceIsOneSpan() {
    admin.sync().del("list");
    connection.sync().rpush("list", "a", "b", "c");
    List<String> all = connection.reactive().lrange("list", 0, -1).collectList().block();

    assertThat(all).containsExactly("a", "b", "c");
    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("DEL", "RPUSH", "LRANGE");
  }

  @Test
  void aConnectionThatIsClosedEndsWhatIsUnderWay() {
    connection.async().blpop(20, "nothing");
    connection.close();

    assertEndsAsError("BLPOP");
  }

  @Test
  void aCommandThatIsNeverFlushedEndsWithItsConnection() {
    connection.setAutoFlushCommands(false);
    connection.async().get("warm");
    connection.close();

    assertEndsAsError("GET");
  }

  @Test
  void aCommandThatIsRepeatedAfterAReconnectIsOneSpan() throws Exception {
    RedisFuture<KeyValue<String, String>> waiting = connection.async().blpop(0, "queue");
    Recorded.await(() -> admin.sync().clientList().contains("cmd=blpop"), () -> "nobody waits");
    admin.sync().clientKill(KillArgs.Builder.id(blockedClient()));
    admin.sync().rpush("queue", "geheim");
    assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getValue()).isEqualTo("geheim");

    RecordedSpan span = awaitSpan("BLPOP");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  private long blockedClient() {
    String line =
        admin.sync().clientList().lines().filter(l -> l.contains("cmd=blpop")).findFirst().get();
    return Long.parseLong(line.substring(line.indexOf("id=") + 3, line.indexOf(' ')));
  }

  @Test
  void commandsThatAreWrittenTogetherAreOneSpan() throws Exception {
    List<AsyncCommand<String, String, String>> commands = List.of(ping(), ping());
    connection.dispatch(commands);
    for (AsyncCommand<String, String, String> command : commands) {
      assertThat(command.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("PONG");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
  }

  private static AsyncCommand<String, String, String> ping() {
    return new AsyncCommand<>(
        new Command<>(
            CommandType.PING,
            new StatusOutput<>(StringCodec.UTF8),
            new CommandArgs<>(StringCodec.UTF8)));
  }

  @Test
  void whatACallbackDoesIsNoPartOfTheCommand() throws Exception {
    connection
        .async()
        .get("warm")
        .thenCompose(value -> connection.async().strlen("warm"))
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans).extracting(RecordedSpan::name).containsExactly("GET", "STRLEN");
    assertThat(spans.get(1).isChildOf(spans.get(0))).isFalse();
  }

  @Test
  void subscribingIsASpanUntilItIsConfirmed() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    try (StatefulRedisPubSubConnection<String, String> subscribed = client.connectPubSub()) {
      subscribed.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              received.complete(message);
            }
          });
      subscribed.sync().subscribe("news");
      connection.sync().publish("news", "geheim");
      assertThat(received.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("geheim");
    }

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("SUBSCRIBE", "PUBLISH");
  }
}
