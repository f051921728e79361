// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A server, and a connection to it. */
@ExtendWith(AgentExtension.class)
abstract class RedisTest {
  static int port;
  private static RedisServer server;
  Jedis jedis;

  @BeforeAll
  static void startRedis() throws IOException {
    server = Ports.serve(RedisTest::start);
    port = server.ports().get(0);
  }

  static RedisServer start(int port) throws IOException {
    RedisServer made = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    made.start();
    return made;
  }

  @AfterAll
  static void stopRedis() throws IOException {
    server.stop();
  }

  @BeforeEach
  void connect() {
    jedis = new Jedis("127.0.0.1", port);
    jedis.set("warm", "up");
    awaitSpan("SET");
    Recorded.clear();
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  static void awaitSpan(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span of " + name + " among " + Recorded.spans());
  }
}
