// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisNodes;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster of three; and a master that a sentinel tells of. */
@ExtendWith(AgentExtension.class)
class Jedis3ClusterTest {
  private static final int NODES = 3;

  private static RedisNodes nodes;
  private static JedisCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    nodes = RedisNodes.cluster(NODES);
    cluster = new JedisCluster(new HostAndPort(RedisNodes.HOST, nodes.port(0)));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
    nodes.close();
  }

  @BeforeEach
  void forget() {
    cluster.get("prepared");
    Recorded.settled();
    Recorded.clear();
  }

  @Test
  void aCommandIsOneSpanOfItsNode() {
    cluster.set("plain", "geheim");

    assertOneSpanOf(owner("plain"));
  }

  @Test
  void aCommandThatIsRedirectedForGoodIsOneSpanOfTheNodeThatAnswers() {
    int to = (owner("moved") + 1) % NODES;
    nodes.give(JedisClusterCRC16.getSlot("moved"), to);
    assertThat(cluster.set("moved", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aCommandThatIsRedirectedOnceIsOneSpanOfTheNodeThatAnswers() {
    int from = owner("asked");
    int to = (from + 1) % NODES;
    nodes.beginToGive(JedisClusterCRC16.getSlot("asked"), from, to);
    assertThat(cluster.set("asked", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void theMasterOfASentinelIsAskedAndTheSentinelsOwnWordsAreNoPartOfIt() throws IOException {
    try (RedisNodes watched = RedisNodes.watched()) {
      Set<String> sentinels = Set.of(RedisNodes.HOST + ":" + watched.port(2));
      try (JedisSentinelPool pool =
              new JedisSentinelPool(RedisNodes.MASTER, sentinels, new JedisPoolConfig());
          Jedis jedis = pool.getResource()) {
        assertThat(jedis.set("a", "geheim")).isEqualTo("OK");
        Recorded.await(
            () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("SET")),
            () -> "no span of SET");
        assertThat(Recorded.span("SET").attribute("server.port")).isEqualTo((long) watched.port(0));
      }
    }
    assertThat(Recorded.settled().toString()).doesNotContain("geheim");
  }

  private static void assertOneSpanOf(int node) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("db.response.status_code")).isNull();
    assertThat(span.attribute("server.port")).isEqualTo((long) nodes.port(node));
    assertThat(span.toString()).doesNotContain("geheim");
  }

  private static int owner(String key) {
    return nodes.owner(JedisClusterCRC16.getSlot(key));
  }
}
