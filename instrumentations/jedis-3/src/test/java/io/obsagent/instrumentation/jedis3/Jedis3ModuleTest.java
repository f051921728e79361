// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.embedded.RedisServer;

class Jedis3ModuleTest extends ModuleKit {
  Jedis3ModuleTest() {
    super(new Jedis3Module());
  }

  private RedisServer server;
  private int port;

  @BeforeAll
  void startRedis() throws IOException {
    server = Ports.serve(Jedis3ModuleTest::start);
    port = server.ports().get(0);
  }

  private static RedisServer start(int port) throws IOException {
    RedisServer made = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    made.start();
    return made;
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
