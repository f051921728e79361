// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisNodes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three servers that share the keys among them. */
@ExtendWith(AgentExtension.class)
class LettuceClusterTest {
  private static final int NODES = 3;
  private static final int PATIENCE_SECONDS = 60;

  private static RedisNodes nodes;
  private static RedisClient single;
  private static RedisCommands<String, String> first;
  private static RedisClusterClient client;
  private static StatefulRedisClusterConnection<String, String> cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    nodes = RedisNodes.cluster(NODES);
    RedisURI uri = RedisURI.create(RedisNodes.HOST, nodes.port(0));
    single = RedisClient.create(uri);
    first = single.connect().sync();
    client = RedisClusterClient.create(uri);
    cluster = client.connect();
  }

  @AfterAll
  static void stopCluster() throws IOException {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    single.shutdown(0, 1, TimeUnit.SECONDS);
    nodes.close();
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  @BeforeEach
  void forgetPreparations() {
    first.echo("prepared");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("ECHO")),
        () -> "no span of ECHO");
    Recorded.clear();
  }

  @Test
  void aCommandIsOneSpanOfItsNode() {
    cluster.sync().set("plain", "geheim");

    assertOneSpanOf(owner("plain"));
  }

  @Test
  void aCommandThatIsRedirectedForGoodIsOneSpanOfTheNodeThatAnswers() {
    int to = (owner("moved") + 1) % NODES;
    nodes.give(SlotHash.getSlot("moved"), to);
    assertThat(cluster.sync().set("moved", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aCommandThatIsRedirectedOnceIsOneSpanOfTheNodeThatAnswers() {
    int from = owner("asked");
    int to = (from + 1) % NODES;
    nodes.beginToGive(SlotHash.getSlot("asked"), from, to);
    assertThat(cluster.sync().set("asked", "geheim")).isEqualTo("OK");

    assertOneSpanOf(to);
  }

  @Test
  void aReactiveCommandIsOneSpanOfItsNode() {
    assertThat(cluster.reactive().set("plain", "geheim").block(Duration.ofSeconds(60)))
        .isEqualTo("OK");

    assertOneSpanOf(owner("plain"));
  }

  @Test
  void aCommandOfKeysOfSeveralNodesIsASpanForEach() {
    cluster.sync().mset(Map.of("plain", "geheim", elsewhere(owner("plain")), "geheim"));

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("MSET", "MSET");
  }

  @Test
  void aMessageGoesThroughTheCluster() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    try (StatefulRedisClusterPubSubConnection<String, String> listening = client.connectPubSub()) {
      listening.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              received.complete(message);
            }
          });
      listening.sync().subscribe("news");
      cluster.sync().publish("news", "geheim");
      assertThat(received.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("geheim");
    }

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("SUBSCRIBE", "PUBLISH");
    assertThat(Recorded.spans().toString()).doesNotContain("geheim", "news");
  }

  private static void assertOneSpanOf(int node) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SET");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("server.port")).isEqualTo((long) nodes.port(node));
    assertThat(span.toString()).doesNotContain("geheim");
  }

  private static int owner(String key) {
    return nodes.owner(SlotHash.getSlot(key));
  }

  private static String elsewhere(int node) {
    int i = 0;
    while (owner("key" + i) == node) {
      i++;
    }
    return "key" + i;
  }
}
