// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.ModuleKit;

class Jetty9ModuleTest extends ModuleKit {
  Jetty9ModuleTest() {
    super(new Jetty9Module());
  }

  @Override
  protected String use() throws Exception {
    try (JettyServer server =
        new JettyServer("/kit")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .started()) {
      return get("http://localhost:" + server.port() + "/kit/hello/x");
    }
  }
}
