// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import io.obsagent.testing.ModuleKit;
import java.io.IOException;
import java.util.List;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SpymemcachedModuleTest extends ModuleKit {
  private MemcachedServer server;
  private MemcachedClient client;

  SpymemcachedModuleTest() {
    super(new SpymemcachedModule());
  }

  @BeforeAll
  void start() throws IOException {
    server = new MemcachedServer();
    client =
        new MemcachedClient(
            new ConnectionFactoryBuilder().setDaemon(true).setOpTimeout(60_000).build(),
            List.of(server.address()));
  }

  @AfterAll
  void stop() throws IOException {
    client.shutdown();
    server.close();
  }

  @Override
  protected List<Class<?>> examples() {
    try {
      return List.of(Class.forName("net.spy.memcached.protocol.ProxyCallback"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected String use() throws Exception {
    return client.set("tea", 0, "green").get()
        + String.valueOf(client.get("tea"))
        + client.getBulk("tea", "coffee");
  }
}
