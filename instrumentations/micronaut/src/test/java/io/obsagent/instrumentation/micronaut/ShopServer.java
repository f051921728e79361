// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.obsagent.testing.RawConnection;
import java.util.Map;

/** A server of Micronaut with a controller. */
final class ShopServer implements AutoCloseable {
  private final EmbeddedServer server =
      ApplicationContext.run(
          EmbeddedServer.class,
          Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1"));

  /** All that comes back. */
  String get(String path) throws Exception {
    try (RawConnection connection = new RawConnection(server.getPort())) {
      return connection
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
