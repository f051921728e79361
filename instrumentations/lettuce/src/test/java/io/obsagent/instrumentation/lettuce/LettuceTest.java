// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.support.ConnectionPoolSupport;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisKit;
import io.obsagent.testing.WatchedPools;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LettuceTest extends RedisKit {
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;

  @BeforeAll
  static void open() {
    client = RedisClient.create("redis://" + HOST + ":" + port());
    connection = client.connect();
  }

  @AfterAll
  static void close() {
    connection.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }

  @Override
  protected void connect() {} // one connection serves all

  @Override
  protected void disconnect() {}

  @Override
  protected String set(String key, String value) {
    return connection.sync().set(key, value);
  }

  @Override
  protected String get(String key) {
    return connection.sync().get(key);
  }

  @Override
  protected void push(String key, String value) {
    connection.sync().lpush(key, value);
  }

  @Override
  protected void getAll(String... keys) {
    connection.sync().mget(keys);
  }

  @Override
  protected void exists(String... keys) {
    connection.sync().exists(keys);
  }

  @Override
  protected void awaitElement(String key) {
    connection.sync().blpop(60, key);
  }

  @Override
  protected void evaluate(String script) {
    connection.sync().eval(script, ScriptOutputType.VALUE);
  }

  @Override
  protected int transact(String key, String counter) {
    connection.sync().multi();
    connection.sync().set(key, "geheim");
    connection.sync().incr(counter);
    return connection.sync().exec().size();
  }

  @Override
  protected void pipe(String key, String counter) {
    connection.setAutoFlushCommands(false);
    RedisAsyncCommands<String, String> commands = connection.async();
    RedisFuture<String> set = commands.set(key, "geheim");
    RedisFuture<Long> sum = commands.incr(counter);
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    assertThat(set.toCompletableFuture().join()).isEqualTo("OK");
    assertThat(sum.toCompletableFuture().join()).isPositive();
  }

  @Test
  void anAsynchronousCommandEndsWithItsReply() throws Exception {
    assertThat(connection.async().incr("visits").toCompletableFuture().get(60, TimeUnit.SECONDS))
        .isPositive();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("INCR");
  }

  @Test
  void aReactiveCommandIsASpanForEachSubscription() {
    var get = connection.reactive().get("warm");
    assertThat(Recorded.settled()).isEmpty();
    assertThat(get.block(Duration.ofSeconds(60))).isEqualTo("up");
    assertThat(get.block(Duration.ofSeconds(60))).isEqualTo("up");

    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::name).containsExactly("GET", "GET");
  }

  @Test
  void anErrorReplyToASubscriberIsAStatusOfItsSpan() {
    assertThatThrownBy(
            () -> connection.reactive().lpush("warm", "geheim").block(Duration.ofSeconds(60)))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("WRONGTYPE Operation");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("LPUSH");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
    assertThat(span.events()).isEmpty();
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
  void aCommandThatFailsInATransactionIsItsStatus() {
    var sync = connection.sync();
    sync.multi();
    sync.set("b", "1");
    sync.lpush("warm", "geheim");
    assertThat(sync.exec().<Object>get(1)).isInstanceOf(RedisCommandExecutionException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("MULTI");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
    assertThat(span.toString()).doesNotContain("geheim");
  }

  @Test
  void aTransactionThatIsGivenUpIsOneSpan() {
    connection.sync().multi();
    connection.sync().set("b", "1");
    connection.sync().discard();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("DISCARD");
  }

  @Test
  void aPoolHasGaugesUntilItIsClosed() throws Exception {
    GenericObjectPoolConfig<StatefulRedisConnection<String, String>> config =
        new GenericObjectPoolConfig<>();
    config.setMaxTotal(3);
    String name;
    try (GenericObjectPool<StatefulRedisConnection<String, String>> pool =
            ConnectionPoolSupport.createGenericObjectPool(client::connect, config);
        WatchedPools watched = new WatchedPools()) {
      try (StatefulRedisConnection<String, String> pooled = pool.borrowObject()) {
        name = watched.taken().get(0);
        assertThat(pooled.sync().get("warm")).isEqualTo("up");
        assertThat(gauge("active", name)).isEqualTo(1);
        assertThat(gauge("max", name)).isEqualTo(3);
      }
      assertThat(gauge("active", name)).isZero();
      assertThat(gauge("idle", name)).isEqualTo(1);
    }

    assertThat(gauge("active", name)).isNull();
  }

  @Test
  void waitsForAPoolAreMeasuredAndWhoWatchesIsToldUntilAConnectionIsBack() throws Exception {
    GenericObjectPoolConfig<StatefulRedisConnection<String, String>> config =
        new GenericObjectPoolConfig<>();
    config.setMaxTotal(1);
    config.setMaxWaitMillis(20);
    try (GenericObjectPool<StatefulRedisConnection<String, String>> pool =
            ConnectionPoolSupport.createGenericObjectPool(client::connect, config);
        WatchedPools watched = new WatchedPools()) {
      StatefulRedisConnection<String, String> pooled = pool.borrowObject();
      String name = watched.taken().get(0);
      assertThat(name).startsWith("lettuce-");
      assertThatThrownBy(pool::borrowObject).isInstanceOf(NoSuchElementException.class);
      assertThat(watched.taken()).hasSize(1);
      assertThat(watched.back()).isZero();
      pooled.close();
      assertThat(watched.back()).isOne();
      String labels = "{database=\"none\",pool=\"" + name + "\"}";
      assertThat(Recorded.metric("database_connection_timeouts_total" + labels)).isEqualTo(1);
      assertThat(Recorded.metric("database_connection_wait_seconds_count" + labels)).isEqualTo(2);
    }
  }

  private static Double gauge(String gauge, String pool) {
    return Recorded.metric(
        "database_connections_" + gauge + "{database=\"none\",pool=\"" + pool + "\"}");
  }

  @Test
  void aReactiveReadIsAHitOrAMiss() {
    double hits = hits("GET");
    double misses = misses("GET");
    connection.reactive().get("warm").block(Duration.ofSeconds(60));
    connection.reactive().get("nobody").block(Duration.ofSeconds(60));

    Recorded.awaitSpans(2);
    assertThat(hits("GET")).isEqualTo(hits + 1);
    assertThat(misses("GET")).isEqualTo(misses + 1);
  }
}
