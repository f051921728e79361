// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;

class PekkoServerTest extends HttpServerKit {
  private PekkoServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = PekkoServer.start(endpoints);
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Functions know none; RoutesTest has directives. */
  @Override
  protected boolean routes() {
    return false;
  }

  /** Pekko waits for the rest of what may be a character of UTF-8. */
  @Override
  protected String beyondAscii() {
    return "\u00c3\u00a4";
  }
}
