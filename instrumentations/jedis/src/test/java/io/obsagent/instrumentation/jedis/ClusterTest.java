// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisNodes;
import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three servers that share the keys among them. */
@ExtendWith(AgentExtension.class)
class ClusterTest {
  private static final int NODES = 3;

  private static RedisNodes nodes;
  private static JedisCluster cluster;
  private static Jedis first;

  @BeforeAll
  static void startCluster() throws IOException {
    nodes = RedisNodes.cluster(NODES);
    first = new Jedis(RedisNodes.HOST, nodes.port(0));
    cluster = new JedisCluster(new HostAndPort(RedisNodes.HOST, nodes.port(0)));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
    first.close();
    nodes.close();
  }

  @Test
  void aCommandIsOneSpanOfTheNodeThatAnswers() {
    forgetPreparations();
    cluster.set("plain", "geheim");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.attribute("server.port")).isEqualTo((long) nodes.port(owner("plain")));
  }

  @Test
  void aCommandThatIsRedirectedForGoodIsOneSpanWithoutError() {
    String key = "moved";
    int to = (owner(key) + 1) % NODES;
    nodes.give(slot(key), to);
    forgetPreparations();
    assertThat(cluster.set(key, "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aCommandThatIsRedirectedOnceIsOneSpanWithoutError() {
    String key = "asked";
    int from = owner(key);
    int to = (from + 1) % NODES;
    nodes.beginToGive(slot(key), from, to);
    forgetPreparations();
    assertThat(cluster.set(key, "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  private static void forgetPreparations() {
    first.echo("prepared");
    RedisTest.awaitSpan("ECHO");
    Recorded.clear();
  }

  private static void assertOneSpanOf(int node) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("db.response.status_code")).isNull();
    assertThat(span.attribute("server.port")).isEqualTo((long) nodes.port(node));
  }

  @Test
  void aPipelineIsASpanForEachNode() {
    try (ClusterPipeline pipeline =
        new ClusterPipeline(
            Set.of(new HostAndPort("127.0.0.1", nodes.port(0))),
            DefaultJedisClientConfig.builder().build())) {
      forgetPreparations();
      pipeline.get("plain");
      pipeline.get(elsewhere(owner("plain")));
      pipeline.sync();
    }

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("PIPELINE", "PIPELINE");
  }

  private static String elsewhere(int node) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "key" + i)
        .filter(key -> owner(key) != node)
        .findFirst()
        .orElseThrow();
  }

  private static int owner(String key) {
    return nodes.owner(slot(key));
  }

  private static int slot(String key) {
    return JedisClusterCRC16.getSlot(key);
  }
}
