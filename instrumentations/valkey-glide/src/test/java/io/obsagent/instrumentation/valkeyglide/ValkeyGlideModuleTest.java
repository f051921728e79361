// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import glide.api.GlideClient;
import glide.api.models.Batch;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.embedded.RedisServer;

class ValkeyGlideModuleTest extends ModuleKit {
  private RedisServer server;
  private GlideClient client;

  ValkeyGlideModuleTest() {
    super(new ValkeyGlideModule());
  }

  @BeforeAll
  void startRedis() throws Exception {
    server =
        Ports.serve(
            port -> {
              RedisServer made =
                  RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
              made.start();
              return made;
            });
    client = ValkeyGlideTest.connected(server.ports().get(0));
  }

  @AfterAll
  void stopRedis() throws Exception {
    client.close();
    server.stop();
  }

  @Override
  protected String use() throws Exception {
    Object[] replies = client.exec(new Batch(true).set("tea", "green").get("tea"), true).get();
    return client.set("tea", "black").get()
        + client.customCommand(new String[] {"GET", "tea"}).get()
        + Arrays.toString(replies);
  }
}
