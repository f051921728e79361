// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.obsagent.testing.ModuleKit;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.embedded.RedisServer;

class LettuceModuleTest extends ModuleKit {
  LettuceModuleTest() {
    super(new LettuceModule());
  }

  private RedisServer server;
  private RedisClient client;

  @BeforeAll
  void startRedis() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    server.start();
    client = RedisClient.create("redis://127.0.0.1:" + port);
  }

  @AfterAll
  void stopRedis() throws IOException {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.stop();
  }

  @Override
  protected String use() throws Exception {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().set("tea", "green")
          + connection.async().get("tea").get()
          + connection.reactive().get("tea").block();
    }
  }
}
