// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.testing.TraceContextKit;
import java.util.Map;

class GrizzlyTraceContextTest extends TraceContextKit {
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
}
