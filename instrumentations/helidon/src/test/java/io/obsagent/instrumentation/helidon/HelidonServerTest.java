// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Helidon needs it; HelidonTest runs this")
class HelidonServerTest extends HttpServerKit {
  private HelidonServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = HelidonServer.start(endpoints);
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  @Override
  protected boolean routes() {
    return HelidonServer.tellsPatterns();
  }

  /** Helidon says so, and waits for the client to close it. */
  @Override
  protected boolean closesWhenAsked() {
    return false;
  }
}
