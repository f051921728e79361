// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;

class NettyServerTest extends HttpServerKit {
  private CodecServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = KitServer.of(endpoints);
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Override
  protected boolean routes() {
    return false;
  }
}
