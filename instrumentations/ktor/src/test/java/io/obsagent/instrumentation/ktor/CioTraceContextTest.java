// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.cio.CIO;
import io.obsagent.testing.TraceContextKit;
import java.util.Map;

/** Ktor's own engine. */
class CioTraceContextTest extends TraceContextKit {
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
}
