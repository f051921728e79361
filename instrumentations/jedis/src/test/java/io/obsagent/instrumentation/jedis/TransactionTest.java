// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.ReliableTransaction;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Transactions, pipelines with errors, and pools. */
class TransactionTest extends RedisTest {
  @Test
  void aTransactionIsOneSpan() {
    jedis.watch("b");
    Transaction transaction = jedis.multi();
    transaction.set("b", "1");
    transaction.incr("b");
    assertThat(transaction.exec()).containsExactly("OK", 2L);
    assertThat(jedis.dbSize()).isPositive();

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("WATCH", "MULTI", "DBSIZE");
    assertThat(Recorded.span("MULTI").attribute("server.port")).isEqualTo((long) port);
  }

  @Test
  void aTransactionThatIsGivenUpIsOneSpan() {
    Transaction transaction = jedis.multi();
    transaction.set("b", "1");
    assertThat(transaction.discard()).isEqualTo("OK");

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("DISCARD");
  }

  @Test
  void aCommandThatFailsWithinIsTheStatus() {
    Transaction transaction = jedis.multi();
    transaction.set("b", "1");
    transaction.lpush("warm", "geheim");
    assertThat(transaction.exec().get(1)).isInstanceOf(JedisDataException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
  }

  @Test
  void aReliableTransactionIsASpanForEachThatItSends() {
    ReliableTransaction transaction = new ReliableTransaction(jedis.getConnection());
    transaction.set("b", "1");
    assertThat(transaction.exec()).containsExactly("OK");

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("MULTI", "SET", "EXEC");
  }

  @Test
  void aCommandThatFailsInAPipelineIsItsStatus() {
    Pipeline pipeline = jedis.pipelined();
    pipeline.get("warm");
    Response<Long> failing = pipeline.lpush("warm", "geheim");
    pipeline.sync();
    assertThatThrownBy(failing::get).isInstanceOf(JedisDataException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
  }

  @Test
  void whatAPoolAsksForItselfIsNoSpan() {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(1);
    config.setTestOnBorrow(true);
    config.setMaxWait(Duration.ofMillis(20));
    try (JedisPool pool = new JedisPool(config, "127.0.0.1", port);
        Jedis pooled = pool.getResource()) {
      assertThat(pooled.get("warm")).isEqualTo("up");
      assertThatThrownBy(pool::getResource).isInstanceOf(JedisException.class);
    }

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
  }
}
