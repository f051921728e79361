// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.ModuleKit;
import org.apache.pekko.http.javadsl.server.AllDirectives;

class PekkoHttpModuleTest extends ModuleKit {
  PekkoHttpModuleTest() {
    super(new PekkoHttpModule());
  }

  @Override
  protected String use() throws Exception {
    try (PekkoServer server = PekkoServer.start(new Application().route())) {
      String base = "http://127.0.0.1:" + server.port();
      return get(base + "/hello") + get(base + "/broken") + get(base + "/nowhere");
    }
  }

  private static final class Application extends AllDirectives {
    org.apache.pekko.http.javadsl.server.Route route() {
      return concat(
          path("hello", () -> complete("hello")),
          path(
              "broken",
              () ->
                  extractRequest(
                      request -> {
                        throw new IllegalStateException("broken");
                      })));
    }
  }
}
