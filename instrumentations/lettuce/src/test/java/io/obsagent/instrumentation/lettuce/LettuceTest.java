// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

@ExtendWith(AgentExtension.class)
class LettuceTest {
  private static int port;
  private static RedisServer server;
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;

  @BeforeAll
  static void startRedis() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    server.start();
    client = RedisClient.create("redis://127.0.0.1:" + port);
    connection = client.connect();
  }

  @AfterAll
  static void stopRedis() throws IOException {
    connection.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.stop();
  }

  @BeforeEach
  void warmUp() {
    connection.sync().set("warm", "up");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("SET")),
        () -> "no span of SET");
    Recorded.clear();
  }

  @Test
  void aCommandIsASpanWithoutKeyAndValue() {
    String series = "redis_command_duration_seconds_count{command=\"SET\"}";
    Double before = Recorded.metric(series);
    assertThat(connection.sync().set("customer:7", "geheim")).isEqualTo("OK");
    assertThat(connection.sync().get("customer:7")).isEqualTo("geheim");

    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::name).containsExactly("SET", "GET");
    RecordedSpan set = Recorded.span("SET");
    assertThat(set.kind()).isEqualTo("CLIENT");
    assertThat(set.attribute("db.system.name")).isEqualTo("redis");
    assertThat(set.attribute("db.operation.name")).isEqualTo("SET");
    assertThat(set.attribute("server.address")).isEqualTo("127.0.0.1");
    assertThat(set.attribute("server.port")).isEqualTo((long) port);
    assertThat(Recorded.spans().toString()).doesNotContain("customer", "geheim");
    assertThat(Recorded.metric(series)).isEqualTo((before == null ? 0 : before) + 1);
  }

  @Test
  void anAsynchronousCommandEndsWithItsReply() throws Exception {
    assertThat(connection.async().incr("visits").toCompletableFuture().get(9, TimeUnit.SECONDS))
        .isPositive();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("INCR");
  }

  @Test
  void aReactiveCommandIsASpanForEachSubscription() {
    var get = connection.reactive().get("warm");
    assertThat(Recorded.spans()).isEmpty();
    assertThat(get.block(Duration.ofSeconds(9))).isEqualTo("up");
    assertThat(get.block(Duration.ofSeconds(9))).isEqualTo("up");

    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::name).containsExactly("GET", "GET");
  }

  @Test
  void commandsOfAPipelineAreSpansThatLastFromWritingToReply() throws Exception {
    connection.setAutoFlushCommands(false);
    RedisAsyncCommands<String, String> commands = connection.async();
    RedisFuture<String> set = commands.set("a", "1");
    RedisFuture<Long> sum = commands.incr("a");
    connection.flushCommands();
    connection.setAutoFlushCommands(true);

    assertThat(set.get(9, TimeUnit.SECONDS)).isEqualTo("OK");
    assertThat(sum.get(9, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("SET", "INCR");
  }

  @Test
  void anErrorReplyIsAStatusAndReachesTheApplicationUnchanged() {
    assertThatThrownBy(() -> connection.sync().lpush("warm", "geheim"))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("WRONGTYPE Operation");
    assertThatThrownBy(
            () -> connection.reactive().lpush("warm", "geheim").block(Duration.ofSeconds(9)))
        .isInstanceOf(RedisCommandExecutionException.class);

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(
            span -> {
              assertThat(span.name()).isEqualTo("LPUSH");
              assertThat(span.status()).isEqualTo("ERROR");
              assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
              assertThat(span.events()).isEmpty();
            });
  }

  @Test
  void aCommandThatTheCallerGivesUpEnds() {
    try (StatefulRedisConnection<String, String> impatient = client.connect()) {
      impatient.setTimeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> impatient.sync().blpop(600, "nothing"))
          .isInstanceOf(RedisCommandTimeoutException.class);

      RedisFuture<?> future = impatient.async().get("warm");
      assertThat(future.cancel(true)).isTrue();
      Recorded.awaitSpans(2);
      assertThat(Recorded.span("BLPOP").status()).isEqualTo("ERROR");
      assertThat(Recorded.span("GET").status()).isEqualTo("ERROR");
    }
  }

  @Test
  void commandsOfATransactionAreSpans() {
    var sync = connection.sync();
    sync.multi();
    sync.set("b", "1");
    assertThat(sync.exec().<String>get(0)).isEqualTo("OK");

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("MULTI", "SET", "EXEC");
  }
}
