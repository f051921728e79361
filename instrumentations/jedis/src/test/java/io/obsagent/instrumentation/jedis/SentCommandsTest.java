// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Commands whose sending and reply are two calls, and those that wait. */
class SentCommandsTest extends RedisTest {
  private static final int PATIENCE_SECONDS = 60;

  /** Whatever waits in a shared pool, work begins. */
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  @Test
  void eachIsASpanWithItsName() {
    jedis.echo("geheim");
    jedis.sendCommand(Command.SET, "customer:7", "geheim");
    jedis.sendCommand(Command.GET, "customer:7".getBytes());
    jedis.eval("return redis.call('GET', KEYS[1])", 1, "customer:7");
    jedis.scriptLoad("return 'geheim'");
    jedis.configSet("latency-monitor-threshold", "0");
    jedis.select(0);
    assertThat(jedis.dbSize()).isPositive();
    assertThat(jedis.ping()).isEqualTo("PONG");

    assertThat(Recorded.awaitSpans(9))
        .allSatisfy(span -> assertThat(span.attribute("server.port")).isEqualTo((long) port))
        .allSatisfy(span -> assertThat(span.status()).isEqualTo("UNSET"))
        .extracting(RecordedSpan::name)
        .containsExactly(
            "ECHO", "SET", "GET", "EVAL", "SCRIPT", "CONFIG", "SELECT", "DBSIZE", "PING");
    assertThat(Recorded.settled().toString()).doesNotContain("customer", "geheim", "latency");
  }

  @Test
  void anErrorReplyIsAStatus() {
    assertThatThrownBy(() -> jedis.sendCommand(Command.LPUSH, "warm", "geheim"))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("WRONGTYPE Operation");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("LPUSH");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
    assertThat(span.events()).isEmpty();
  }

  @Test
  void aReplyThatCannotBeReadIsNotQuoted() {
    jedis.set("text", "geheim");
    CommandObject<Double> number =
        new CommandObject<>(new CommandArguments(Command.GET).key("text"), BuilderFactory.DOUBLE);
    assertThatThrownBy(() -> jedis.getConnection().executeCommand(number))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("geheim");

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("GET").status()).isEqualTo("ERROR");
    assertThat(Recorded.spans().toString())
        .contains("java.lang.NumberFormatException")
        .doesNotContain("geheim");
  }

  @Test
  void waitingForAListIsASpanUntilItsTimeIsOver() {
    assertThat(jedis.blpop(1, "nothing")).isNull();
    assertThat(jedis.sendBlockingCommand(Command.BLPOP, "nothing", "0.05")).isNull();

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("BLPOP", "BLPOP");
  }

  @Test
  void aConnectionThatBreaksUnderACommandIsAnError() throws Exception {
    for (boolean apart : new boolean[] {false, true}) {
      Recorded.clear();
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try (Jedis broken = new Jedis("127.0.0.1", port)) {
                  if (apart) {
                    broken.sendBlockingCommand(Command.BLPOP, "nothing", "0");
                  } else {
                    broken.blpop(0, "nothing");
                  }
                }
              },
              OWN_THREAD);
      Recorded.await(() -> jedis.clientList().contains("cmd=blpop"), () -> "nobody waits");
      jedis.sendCommand(Command.CLIENT, "KILL", "TYPE", "normal");
      assertThatThrownBy(() -> waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .hasCauseInstanceOf(JedisConnectionException.class);

      awaitSpan("BLPOP");
      RecordedSpan span = Recorded.span("BLPOP");
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type"))
          .isEqualTo("redis.clients.jedis.exceptions.JedisConnectionException");
    }
  }

  @Test
  void aCommandThatCannotBeSentIsAnError() throws Exception {
    int nobody = Ports.closed();
    try (Jedis unconnected = new Jedis("127.0.0.1", nobody)) {
      assertThatThrownBy(unconnected::dbSize).isInstanceOf(JedisConnectionException.class);
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("DBSIZE");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("server.port")).isEqualTo((long) nobody);
  }

  @Test
  void watchingTheServerIsASpanUntilItBegins() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    CompletableFuture<Void> watching =
        CompletableFuture.runAsync(
            () -> {
              try (Jedis monitoring = new Jedis("127.0.0.1", port)) {
                monitoring.monitor(
                    new JedisMonitor() {
                      @Override
                      public void onCommand(String command) {
                        seen.complete(command);
                        client.disconnect();
                      }
                    });
              }
            },
            OWN_THREAD);
    awaitSpan("MONITOR");
    jedis.get("warm");
    watching.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(seen.join()).contains("GET");
    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("MONITOR", "GET");
  }

  @Test
  void aSubscriptionIsNoSpanAndWhatItsMessagesCauseIs() throws Exception {
    try (Jedis subscribed = new Jedis("127.0.0.1", port)) {
      CompletableFuture<Void> begun = new CompletableFuture<>();
      JedisPubSub subscriber =
          new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int channels) {
              begun.complete(null);
            }

            @Override
            public void onMessage(String channel, String message) {
              jedis.get("warm");
              unsubscribe();
            }
          };
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> subscribed.subscribe(subscriber, "news"), OWN_THREAD);
      CompletableFuture.anyOf(begun, listening).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      try (Jedis publisher = new Jedis("127.0.0.1", port)) {
        assertThat(publisher.publish("news", "geheim")).isEqualTo(1);
      }
      listening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      subscribed.dbSize();
    }

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("PUBLISH", "GET", "DBSIZE");
  }

  @Test
  void repliesReadTogetherAreOneSpan() {
    Connection connection = jedis.getConnection();
    connection.sendCommand(Command.GET, "warm");
    connection.sendCommand(Command.DBSIZE);
    assertThat(connection.getBulkReply()).isEqualTo("up");
    assertThat(connection.getIntegerReply()).isPositive();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
  }
}
