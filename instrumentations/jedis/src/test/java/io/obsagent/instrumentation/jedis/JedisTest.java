// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

class JedisTest extends RedisTest {
  @Test
  void aCommandIsASpanWithoutKeyAndValue() {
    String series = "redis_command_duration_seconds_count{command=\"SET\"}";
    Double before = Recorded.metric(series);
    assertThat(jedis.set("customer:7", "geheim")).isEqualTo("OK");
    assertThat(jedis.get("customer:7")).isEqualTo("geheim");

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
  void anErrorReplyIsAStatusAndReachesTheApplicationUnchanged() {
    jedis.set("text", "geheim");
    assertThatThrownBy(() -> jedis.lpush("text", "geheim"))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("WRONGTYPE Operation");

    Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("LPUSH");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
    assertThat(span.attribute("error.type")).isEqualTo("WRONGTYPE");
    assertThat(span.events()).isEmpty();
  }

  @Test
  void aPipelineIsOneSpanWithItsSize() {
    Pipeline pipeline = jedis.pipelined();
    pipeline.set("a", "1");
    Response<Long> sum = pipeline.incr("a");
    pipeline.sync();

    assertThat(sum.get()).isEqualTo(2);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.name")).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    assertThat(span.attribute("server.port")).isEqualTo((long) port);
  }

  @Test
  void connectingIsNotAPipeline() {
    try (Jedis another = new Jedis("127.0.0.1", port)) {
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
