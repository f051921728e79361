// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;

class GrizzlyTest extends HttpServerKit {
  private HandlerServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = new HandlerServer().with(endpoints).started();
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }

  /** Frameworks above it have them. */
  @Override
  protected boolean routes() {
    return false;
  }
}
