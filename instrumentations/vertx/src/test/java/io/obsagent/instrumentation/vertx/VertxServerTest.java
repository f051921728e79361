// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;

class VertxServerTest extends HttpServerKit {
  private WebServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = new WebServer().with(endpoints).started();
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }
}
