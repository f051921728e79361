// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/** Whatever Spring Data makes of a call: a command is one span, and is measured once. */
@ExtendWith(AgentExtension.class)
class SpringDataRedisTest {
  private static final String HOST = "127.0.0.1";
  private static final Map<Client, RedisConnectionFactory> FACTORIES = new EnumMap<>(Client.class);

  private static RedisServer server;
  private static int port;

  private enum Client {
    LETTUCE,
    JEDIS
  }

  @BeforeAll
  static void start() throws IOException {
    server = Ports.serve(SpringDataRedisTest::serve);
    port = server.ports().get(0);
    RedisStandaloneConfiguration place = new RedisStandaloneConfiguration(HOST, port);
    LettuceConnectionFactory lettuce = new LettuceConnectionFactory(place);
    lettuce.afterPropertiesSet();
    FACTORIES.put(Client.LETTUCE, lettuce);
    JedisConnectionFactory jedis = new JedisConnectionFactory(place);
    jedis.afterPropertiesSet();
    FACTORIES.put(Client.JEDIS, jedis);
    for (Client client : Client.values()) {
      template(client).opsForValue().set("warm", "up");
    }
    Recorded.await(
        () -> Recorded.spans().stream().filter(span -> span.name().equals("SET")).count() == 2,
        () -> "not two SET among " + Recorded.spans());
  }

  private static RedisServer serve(int free) throws IOException {
    RedisServer made = RedisServer.newRedisServer().port(free).setting("bind " + HOST).build();
    made.start();
    return made;
  }

  @AfterAll
  static void stop() throws Exception {
    for (RedisConnectionFactory factory : FACTORIES.values()) {
      ((DisposableBean) factory).destroy();
    }
    server.stop();
  }

  private static StringRedisTemplate template(Client client) {
    return new StringRedisTemplate(FACTORIES.get(client));
  }

  private static double measured(String command) {
    return Recorded.sum(
        "redis_command_duration_seconds_count{command=\""
            + command
            + "\",server=\""
            + HOST
            + "\",server_port=\""
            + port
            + "\",status=\"ok\",error_type=\"none\"}");
  }

  private static List<RecordedSpan> assertNames(String... names) {
    Recorded.awaitSpans(names.length);
    List<RecordedSpan> spans = Recorded.settled();
    assertThat(spans)
        .allSatisfy(span -> assertThat(span.attribute("server.port")).isEqualTo((long) port))
        .extracting(RecordedSpan::name)
        .containsExactly(names);
    assertThat(spans.toString()).doesNotContain("customer", "geheim");
    return spans;
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aCommandIsOneSpan(Client client) {
    double gets = measured("GET");
    StringRedisTemplate template = template(client);
    template.opsForValue().set("customer:7", "geheim");
    assertThat(template.opsForValue().get("customer:7")).isEqualTo("geheim");
    template.opsForHash().put("customers", "customer:7", "geheim");
    assertThat(template.opsForHash().get("customers", "customer:7")).isEqualTo("geheim");
    assertThat(template.hasKey("customer:8")).isFalse();
    assertThat(template.expire("customer:7", Duration.ofHours(1))).isTrue();
    assertThat(template.delete("customer:7")).isTrue();

    List<RecordedSpan> spans = Recorded.awaitSpans(7);
    assertThat(spans.get(5).name()).isIn("EXPIRE", "PEXPIRE");
    assertNames("SET", "GET", "HSET", "HGET", "EXISTS", spans.get(5).name(), "DEL");
    assertThat(measured("GET")).isEqualTo(gets + 1);
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void anErrorIsAStatusAndReachesTheApplicationAsSpringTellsIt(Client client) {
    StringRedisTemplate template = template(client);
    assertThatThrownBy(() -> template.opsForList().leftPush("warm", "geheim"))
        .isInstanceOf(DataAccessException.class);

    RecordedSpan span = assertNames("LPUSH").get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aTransactionIsOneSpan(Client client) {
    List<Object> replies = template(client).execute(new Transaction());
    assertThat(replies).hasSize(2);

    RecordedSpan span = assertNames("MULTI").get(0);
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
  }

  private static final class Transaction implements SessionCallback<List<Object>> {
    @Override
    @SuppressWarnings("unchecked") // as Spring's own documentation has it
    public <K, V> List<Object> execute(RedisOperations<K, V> operations) {
      operations.multi();
      operations.opsForValue().set((K) "customer:7", (V) "geheim");
      operations.opsForValue().increment((K) "visits");
      return operations.exec();
    }
  }

  /** Over Lettuce, Spring Data sends each command at once, and only waits for all at the end. */
  @ParameterizedTest
  @EnumSource(Client.class)
  void aPipelineIsOneSpanWhereItIsSentAsOne(Client client) {
    List<Object> replies =
        template(client)
            .executePipelined(
                new SessionCallback<Object>() {
                  @Override
                  @SuppressWarnings("unchecked")
                  public <K, V> Object execute(RedisOperations<K, V> operations) {
                    operations.opsForValue().set((K) "customer:7", (V) "geheim");
                    operations.opsForValue().increment((K) "visits");
                    return null;
                  }
                });
    assertThat(replies).hasSize(2);

    if (client == Client.LETTUCE) {
      assertNames("SET", "INCR");
    } else {
      RecordedSpan span = assertNames("PIPELINE").get(0);
      assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    }
  }

  @Test
  void aReactiveCommandIsOneSpan() {
    var template =
        new ReactiveStringRedisTemplate((LettuceConnectionFactory) FACTORIES.get(Client.LETTUCE));
    assertThat(template.opsForValue().get("warm").block(Duration.ofSeconds(60))).isEqualTo("up");

    assertNames("GET");
  }
}
