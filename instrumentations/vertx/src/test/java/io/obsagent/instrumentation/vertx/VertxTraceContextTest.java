// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.testing.TraceContextKit;
import java.util.Map;

class VertxTraceContextTest extends TraceContextKit {
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
