// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterslave.MasterSlave;
import io.lettuce.core.masterslave.StatefulRedisMasterSlaveConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisNodes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A master, its replica, and the sentinel that tells which is which. */
@ExtendWith(AgentExtension.class)
class LettuceSentinelTest {
  private static RedisNodes nodes;
  private static RedisClient client;

  @BeforeAll
  static void startServers() throws IOException {
    nodes = RedisNodes.watched();
    client = RedisClient.create();
  }

  @AfterAll
  static void stopServers() throws IOException {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    nodes.close();
  }

  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  private static RedisURI sentinel() {
    return RedisURI.Builder.sentinel(RedisNodes.HOST, nodes.port(2), RedisNodes.MASTER).build();
  }

  @Test
  void aConnectionThatASentinelTellsOfIsOneToTheMaster() {
    try (StatefulRedisConnection<String, String> connection = client.connect(sentinel())) {
      assertThat(connection.sync().set("a", "geheim")).isEqualTo("OK");
    }

    assertSpans(span("SET", 0));
  }

  @Test
  void commandsToTheSentinelAreSpans() {
    try (StatefulRedisSentinelConnection<String, String> connection =
        client.connectSentinel(sentinel())) {
      assertThat(connection.sync().master(RedisNodes.MASTER)).containsKey("num-slaves");
    }

    assertSpans(span("SENTINEL", 2));
  }

  @Test
  void readingGoesToTheReplicaThatTheMasterTellsOf() {
    reads(RedisURI.create(RedisNodes.HOST, nodes.port(0)));
  }

  @Test
  void readingGoesToTheReplicaThatTheSentinelTellsOf() {
    reads(sentinel());
  }

  private static void reads(RedisURI uri) {
    try (StatefulRedisMasterSlaveConnection<String, String> connection =
        MasterSlave.connect(client, StringCodec.UTF8, uri)) {
      connection.setReadFrom(ReadFrom.SLAVE);
      assertThat(connection.sync().set("a", "geheim")).isEqualTo("OK");
      connection.sync().get("a");
    }

    assertSpans(span("SET", 0), span("GET", 1));
  }

  private static String span(String name, int node) {
    return name + ' ' + nodes.port(node);
  }

  private static void assertSpans(String... expected) {
    List<RecordedSpan> spans = Recorded.awaitSpans(expected.length);
    assertThat(spans)
        .extracting(span -> span.name() + ' ' + span.attribute("server.port"))
        .containsExactly(expected);
    assertThat(spans.toString()).doesNotContain("geheim");
  }
}
