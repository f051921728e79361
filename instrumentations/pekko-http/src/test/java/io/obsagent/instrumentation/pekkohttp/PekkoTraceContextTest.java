// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.TraceContextKit;
import java.util.Map;

class PekkoTraceContextTest extends TraceContextKit {
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
}
