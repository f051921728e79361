// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Three servers that share the keys among them. */
@ExtendWith(AgentExtension.class)
class LettuceClusterTest {
  private static final int NODES = 3;

  /** The nodes talk to each other on ports that are this much higher. */
  private static final int BUS_OFFSET = 10_000;

  @TempDir private static Path directory;
  private static final List<RedisServer> SERVERS = new ArrayList<>();
  private static final List<RedisCommands<String, String>> NODE = new ArrayList<>();
  private static final List<Integer> PORTS = new ArrayList<>();
  private static RedisClient single;
  private static RedisClusterClient client;
  private static StatefulRedisClusterConnection<String, String> cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    single = RedisClient.create();
    for (int i = 0; i < NODES; i++) {
      startNode();
    }
    for (int i = 0; i < NODES; i++) {
      NODE.get(i).clusterAddSlots(IntStream.range(firstSlot(i), firstSlot(i + 1)).toArray());
      NODE.get(0).clusterMeet("127.0.0.1", PORTS.get(i));
    }
    Recorded.await(
        () -> NODE.stream().allMatch(LettuceClusterTest::knowsAll),
        () -> NODE.get(0).clusterInfo());
    client = RedisClusterClient.create(RedisURI.create("127.0.0.1", PORTS.get(0)));
    cluster = client.connect();
    forgetPreparations();
  }

  private static int firstSlot(int node) {
    return node * SlotHash.SLOT_COUNT / NODES;
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
    RedisServer server = Ports.serve(LettuceClusterTest::node);
    int port = server.ports().get(0);
    SERVERS.add(server);
    PORTS.add(port);
    NODE.add(single.connect(RedisURI.create("127.0.0.1", port)).sync());
    NODE.get(NODE.size() - 1).clusterReset(true);
  }

  private static boolean knowsAll(RedisCommands<String, String> node) {
    String info = node.clusterInfo();
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT);
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  private static void forgetPreparations() {
    NODE.get(0).echo("prepared");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("ECHO")),
        () -> "no span of ECHO");
    Recorded.clear();
  }

  @AfterAll
  static void stopCluster() throws IOException {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    single.shutdown(0, 1, TimeUnit.SECONDS);
    for (RedisServer server : SERVERS) {
      server.stop();
    }
  }

  @Test
  void aCommandIsOneSpanOfItsNode() {
    forgetPreparations();
    cluster.sync().set("plain", "geheim");

    assertOneSpanOf(owner("plain"));
  }

  @Test
  void aCommandThatIsRedirectedForGoodIsOneSpanOfTheNodeThatAnswers() {
    int to = (owner("moved") + 1) % NODES;
    String id = NODE.get(to).clusterMyId();
    NODE.forEach(node -> node.clusterSetSlotNode(SlotHash.getSlot("moved"), id));
    forgetPreparations();
    assertThat(cluster.sync().set("moved", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aCommandThatIsRedirectedOnceIsOneSpanOfTheNodeThatAnswers() {
    int slot = SlotHash.getSlot("asked");
    int from = owner("asked");
    int to = (from + 1) % NODES;
    NODE.get(to).clusterSetSlotImporting(slot, NODE.get(from).clusterMyId());
    NODE.get(from).clusterSetSlotMigrating(slot, NODE.get(to).clusterMyId());
    forgetPreparations();
    assertThat(cluster.sync().set("asked", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  private static void assertOneSpanOf(int node) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("server.port")).isEqualTo((long) PORTS.get(node));
    assertThat(span.toString()).doesNotContain("geheim");
  }

  private static int owner(String key) {
    int slot = SlotHash.getSlot(key);
    return IntStream.range(0, NODES)
        .filter(i -> slot >= firstSlot(i) && slot < firstSlot(i + 1))
        .findFirst()
        .orElseThrow();
  }
}
