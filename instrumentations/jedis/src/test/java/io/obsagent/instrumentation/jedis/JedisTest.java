// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisKit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

class JedisTest extends RedisKit {
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
  void aRawCommandIsAHitOrAMiss() {
    double hits = hits("GET");
    double misses = misses("GET");
    jedis.sendCommand(Command.GET, "warm");
    jedis.sendCommand(Command.GET, "nobody");
    jedis.exists("nobody");

    Recorded.awaitSpans(3);
    assertThat(hits("GET")).isEqualTo(hits + 1);
    assertThat(misses("GET")).isEqualTo(misses + 1);
  }

  @Test
  void connectingIsNotAPipeline() {
    try (Jedis another = new Jedis(HOST, port())) {
      assertThat(another.get("warm")).isEqualTo("up");
    }

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
  }

  @Test
  void aCommandOfTheApplicationsOwnIsNamedOnlyIfItLooksLikeOne() {
    Connection connection = jedis.getConnection();
    ProtocolCommand echo = () -> "echo".getBytes(StandardCharsets.US_ASCII);
    connection.executeCommand(new CommandArguments(echo).addObjects("geheim"));
    ProtocolCommand data = () -> "my data".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> connection.executeCommand(data))
        .isInstanceOf(JedisDataException.class);

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("ECHO", "other");
    assertThat(Recorded.span("other").attribute("db.response.status_code")).isEqualTo("ERR");
    assertThat(Recorded.spans().toString()).doesNotContain("my data", "geheim");
  }
}
