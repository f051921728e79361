// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ModuleKit;

class UndertowModuleTest extends ModuleKit {
  UndertowModuleTest() {
    super(new UndertowModule());
  }

  @Override
  protected String use() throws Exception {
    try (HandlerServer server =
        new HandlerServer()
            .with("/hello", exchange -> exchange.getResponseSender().send("hello"))
            .started()) {
      return get("http://localhost:" + server.port() + "/hello");
    }
  }
}
