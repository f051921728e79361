// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.args.ClusterResetType;
import redis.embedded.RedisServer;

/** Three servers that share the keys among them. */
@ExtendWith(AgentExtension.class)
class ClusterTest {
  private static final int NODES = 3;
  private static final int SLOTS = 16384;

  /** The nodes talk to each other on ports that are this much higher. */
  private static final int BUS_OFFSET = 10_000;

  @TempDir private static Path directory;
  private static final List<RedisServer> SERVERS = new ArrayList<>();
  private static final List<Jedis> NODE = new ArrayList<>();
  private static final List<Integer> PORTS = new ArrayList<>();
  private static JedisCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    for (int i = 0; i < NODES; i++) {
      startNode();
    }
    for (int i = 0; i < NODES; i++) {
      int[] slots = IntStream.range(i * SLOTS / NODES, (i + 1) * SLOTS / NODES).toArray();
      NODE.get(i).clusterAddSlots(slots);
      NODE.get(0).clusterMeet("127.0.0.1", PORTS.get(i));
    }
    Recorded.await(
        () -> NODE.stream().allMatch(ClusterTest::knowsAll), () -> NODE.get(0).clusterInfo());
    cluster = new JedisCluster(new HostAndPort("127.0.0.1", PORTS.get(0)));
  }

  private static RedisServer node(int port) throws IOException {
    if (port > 65_535 - BUS_OFFSET) {
      throw new IOException("no room for the port of the cluster's bus");
    }
    RedisServer server =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("cluster-enabled yes")
            .setting("cluster-config-file " + directory.resolve("nodes-" + port + ".conf"))
            .build();
    server.start();
    return server;
  }

  private static void startNode() throws IOException {
    RedisServer server = Ports.serve(ClusterTest::node);
    int port = server.ports().get(0);
    SERVERS.add(server);
    PORTS.add(port);
    Jedis node = new Jedis("127.0.0.1", port);
    node.clusterReset(ClusterResetType.HARD);
    NODE.add(node);
  }

  private static boolean knowsAll(Jedis node) {
    String info = node.clusterInfo();
    return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
    NODE.forEach(Jedis::close);
    for (RedisServer server : SERVERS) {
      server.stop();
    }
  }

  @Test
  void aCommandIsOneSpanOfTheNodeThatAnswers() {
    forgetPreparations();
    cluster.set("plain", "geheim");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.attribute("server.port")).isEqualTo((long) PORTS.get(owner("plain")));
  }

  @Test
  void aCommandThatIsRedirectedForGoodIsOneSpanWithoutError() {
    String key = "moved";
    int to = (owner(key) + 1) % NODES;
    String id = NODE.get(to).clusterMyId();
    int slot = (int) NODE.get(0).clusterKeySlot(key);
    NODE.forEach(node -> node.clusterSetSlotNode(slot, id));
    forgetPreparations();
    assertThat(cluster.set(key, "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aCommandThatIsRedirectedOnceIsOneSpanWithoutError() {
    String key = "asked";
    int from = owner(key);
    int to = (from + 1) % NODES;
    int slot = (int) NODE.get(0).clusterKeySlot(key);
    NODE.get(to).clusterSetSlotImporting(slot, NODE.get(from).clusterMyId());
    NODE.get(from).clusterSetSlotMigrating(slot, NODE.get(to).clusterMyId());
    forgetPreparations();
    assertThat(cluster.set(key, "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  private static void forgetPreparations() {
    NODE.get(0).echo("prepared");
    RedisTest.awaitSpan("ECHO");
    Recorded.clear();
  }

  private static void assertOneSpanOf(int node) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("db.response.status_code")).isNull();
    assertThat(span.attribute("server.port")).isEqualTo((long) PORTS.get(node));
  }

  @Test
  void aPipelineIsASpanForEachNode() {
    try (ClusterPipeline pipeline =
        new ClusterPipeline(
            Set.of(new HostAndPort("127.0.0.1", PORTS.get(0))),
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
        .filter(key -> slotOwner(slot(key)) != node)
        .findFirst()
        .orElseThrow();
  }

  private static int owner(String key) {
    return slotOwner(slot(key));
  }

  private static int slot(String key) {
    return redis.clients.jedis.util.JedisClusterCRC16.getSlot(key);
  }

  private static int slotOwner(int slot) {
    return IntStream.range(0, NODES)
        .filter(i -> slot >= i * SLOTS / NODES && slot < (i + 1) * SLOTS / NODES)
        .findFirst()
        .orElseThrow();
  }
}
