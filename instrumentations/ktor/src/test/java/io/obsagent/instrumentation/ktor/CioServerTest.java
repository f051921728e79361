// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.cio.CIO;
import io.obsagent.testing.HttpServerKit;
import java.util.Map;

/** Ktor's own engine. */
class CioServerTest extends HttpServerKit {
  private KtorServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = KtorServer.start(CIO.INSTANCE, KtorServer.blocking(endpoints));
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Ktor 2.0 waits for the rest of what may be a character of UTF-8. */
  @Override
  protected String beyondAscii() {
    return "\u00c3\u00a4";
  }
}
