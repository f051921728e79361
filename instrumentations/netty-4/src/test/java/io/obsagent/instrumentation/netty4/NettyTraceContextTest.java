// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.TraceContextKit;
import java.util.Map;

class NettyTraceContextTest extends TraceContextKit {
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
}
