// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.testing.ModuleKit;

class TomcatModuleTest extends ModuleKit {
  TomcatModuleTest() {
    super(new TomcatModule());
  }

  @Override
  protected String use() throws Exception {
    try (ServletServer server =
        new ServletServer("/kit")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .started()) {
      return get("http://localhost:" + server.port() + "/kit/hello/x");
    }
  }
}
