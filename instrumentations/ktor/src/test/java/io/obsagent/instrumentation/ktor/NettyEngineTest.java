// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.netty.Netty;
import io.obsagent.testing.HttpServerKit;
import java.util.Map;

/** The engine whose requests are those of Netty: their routes and failures are of Ktor. */
class NettyEngineTest extends HttpServerKit {
  private KtorServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = KtorServer.start(Netty.INSTANCE, KtorServer.blocking(endpoints));
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }
}
