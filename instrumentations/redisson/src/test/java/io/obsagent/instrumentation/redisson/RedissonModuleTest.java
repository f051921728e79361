// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.redisson;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import redis.embedded.RedisServer;

class RedissonModuleTest extends ModuleKit {
  RedissonModuleTest() {
    super(new RedissonModule());
  }

  private RedisServer server;
  private RedissonClient redisson;

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
    redisson = Redisson.create(RedissonTest.config(server.ports().get(0)));
  }

  @AfterAll
  void stopRedis() throws IOException {
    redisson.shutdown(0, 60, TimeUnit.SECONDS);
    server.stop();
  }

  @Override
  protected String use() {
    redisson.getBucket("tea").set("green");
    RBatch batch = redisson.createBatch();
    batch.getBucket("tea").getAsync();
    return redisson.getBucket("tea").get().toString() + batch.execute().getResponses();
  }
}
