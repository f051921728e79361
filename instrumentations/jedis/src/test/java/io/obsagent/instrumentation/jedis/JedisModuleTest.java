// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.embedded.RedisServer;

class JedisModuleTest extends ModuleKit {
  JedisModuleTest() {
    super(new JedisModule());
  }

  private RedisServer server;
  private int port;

  @BeforeAll
  void startRedis() throws IOException {
    server = Ports.serve(RedisTest::start);
    port = server.ports().get(0);
  }

  @AfterAll
  void stopRedis() throws IOException {
    server.stop();
  }

  @Override
  protected String use() {
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      String set = jedis.set("tea", "green");
      Pipeline pipeline = jedis.pipelined();
      pipeline.get("tea");
      String piped = pipeline.syncAndReturnAll().toString();
      Transaction transaction = jedis.multi();
      transaction.get("tea");
      return set + piped + transaction.exec();
    }
  }
}
