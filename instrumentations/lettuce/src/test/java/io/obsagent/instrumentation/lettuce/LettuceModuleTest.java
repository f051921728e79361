// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import java.io.IOException;
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
    server =
        Ports.serve(
            port -> {
              RedisServer made =
                  RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
              made.start();
              return made;
            });
    client = RedisClient.create("redis://127.0.0.1:" + server.ports().get(0));
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
