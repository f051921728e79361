// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import io.obsagent.testing.TraceContextKit;
import java.util.Map;

class ArmeriaTraceContextTest extends TraceContextKit {
  private ServiceServer server;

  @Override
  protected int start(Map<String, Work> endpoints) {
    server = ServiceServer.of(endpoints, builder -> {});
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }
}
