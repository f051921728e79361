// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisKit;
import io.obsagent.testing.WatchedPools;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class Jedis3Test extends RedisKit {
  private static final int PATIENCE_SECONDS = 60;

  private Jedis jedis;

  @Override
  protected void connect() {
    jedis = new Jedis(HOST, port());
  }

  @Override
  protected void disconnect() {
    jedis.close();
  }

  @Override
  protected String set(String key, String value) {
    return jedis.set(key, value);
  }

  @Override
  protected String get(String key) {
    return jedis.get(key);
  }

  @Override
  protected void push(String key, String value) {
    jedis.lpush(key, value);
  }

  @Override
  protected void getAll(String... keys) {
    jedis.mget(keys);
  }

  @Override
  protected void exists(String... keys) {
    jedis.exists(keys);
  }

  @Override
  protected void awaitElement(String key) {
    jedis.blpop(60, key);
  }

  @Override
  protected void evaluate(String script) {
    jedis.eval(script);
  }

  @Override
  protected int transact(String key, String counter) {
    Transaction transaction = jedis.multi();
    transaction.set(key, "geheim");
    transaction.incr(counter);
    return transaction.exec().size();
  }

  @Override
  protected void pipe(String key, String counter) {
    Pipeline pipeline = jedis.pipelined();
    pipeline.set(key, "geheim");
    Response<Long> sum = pipeline.incr(counter);
    pipeline.sync();
    assertThat(sum.get()).isPositive();
  }

  @Test
  void eachCommandIsASpanWithItsName() {
    jedis.echo("geheim");
    send("SET", "customer:7", "geheim");
    jedis.eval("return redis.call('GET', KEYS[1])", 1, "customer:7");
    jedis.configSet("latency-monitor-threshold", "0");
    jedis.hgetAll("nothing");
    assertThat(jedis.ping()).isEqualTo("PONG");

    assertThat(Recorded.awaitSpans(6))
        .allSatisfy(span -> assertThat(span.status()).isEqualTo("UNSET"))
        .extracting(RecordedSpan::name)
        .containsExactly("ECHO", "SET", "EVAL", "CONFIG", "HGETALL", "PING");
    assertThat(Recorded.settled().toString()).doesNotContain("customer", "geheim", "latency");
  }

  @Test
  void connectingIsNoSpan() {
    try (Jedis another = new Jedis(HOST, port())) {
      another.connect();
      another.select(1);
    }

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("SELECT");
  }

  @Test
  void aCommandThatFailsInATransactionIsItsStatus() {
    Transaction transaction = jedis.multi();
    transaction.lpush("warm", "geheim");
    assertThat(transaction.exec().get(0)).isInstanceOf(JedisDataException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("MULTI");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
  }

  @Test
  void aTransactionThatIsGivenUpIsOneSpan() {
    Transaction transaction = jedis.multi();
    transaction.set("b", "1");
    assertThat(transaction.discard()).isEqualTo("OK");

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("DISCARD");
  }

  @Test
  void readingAStreamWaitsOnlyIfItIsToldTo() {
    String waiting =
        "redis_blocking_command_duration_seconds_count{command=\"XREAD\",server=\"127.0.0.1\","
            + "server_port=\""
            + port()
            + "\",status=\"ok\",error_type=\"none\"}";
    send("XREAD", "COUNT", "1", "STREAMS", "stream", "0");

    Recorded.awaitSpans(1);
    assertThat(Recorded.metric(waiting)).isNull();
    send("XREAD", "block", "1", "STREAMS", "stream", "0");
    Recorded.awaitSpans(2);
    assertThat(Recorded.metric(waiting)).isEqualTo(1);
  }

  private void send(String command, String... arguments) {
    jedis.getClient().sendCommand(() -> command.getBytes(StandardCharsets.US_ASCII), arguments);
    jedis.getClient().getOne();
  }

  @Test
  void aCommandThatCannotBeSentIsAnError() {
    int nobody = Ports.closed();
    try (Jedis unconnected = new Jedis(HOST, nobody)) {
      assertThatThrownBy(unconnected::dbSize).isInstanceOf(JedisConnectionException.class);
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("DBSIZE");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("server.port")).isEqualTo((long) nobody);
  }

  @Test
  void aSubscriptionIsNoSpanAndWhatItsMessagesCauseIs() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
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
    new Thread(
            () -> {
              try (Jedis subscribed = new Jedis(HOST, port())) {
                subscribed.subscribe(subscriber, "news");
                ended.complete(null);
              } catch (RuntimeException e) {
                begun.completeExceptionally(e);
                ended.completeExceptionally(e);
              }
            })
        .start();
    begun.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try (Jedis publisher = new Jedis(HOST, port())) {
      assertThat(publisher.publish("news", "geheim")).isEqualTo(1);
    }
    ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("PUBLISH", "GET");
  }

  @Test
  void aPoolHasGaugesAndItsOwnCommandsAreNoSpans() {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(1);
    config.setTestOnBorrow(true);
    config.setMaxWaitMillis(20);
    try (JedisPool pool = new JedisPool(config, HOST, port());
        WatchedPools watched = new WatchedPools()) {
      try (Jedis pooled = pool.getResource()) {
        assertThat(watched.taken()).containsExactly(HOST + ":" + port());
        assertThat(watched.back()).isZero();
        assertThat(pooled.get("warm")).isEqualTo("up");
        assertThat(pool("database_connections_active")).isEqualTo(1);
        assertThat(pool("database_connections_max")).isEqualTo(1);
        assertThatThrownBy(pool::getResource).isInstanceOf(JedisException.class);
        assertThat(pool("database_connection_timeouts_total")).isEqualTo(1);
      }
      assertThat(watched.back()).isOne();
      assertThat(pool("database_connections_idle")).isEqualTo(1);
    }

    assertThat(pool("database_connections_active")).isNull();
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
  }

  private static Double pool(String name) {
    return Recorded.metric(name + "{database=\"none\",pool=\"127.0.0.1:" + port() + "\"}");
  }
}
