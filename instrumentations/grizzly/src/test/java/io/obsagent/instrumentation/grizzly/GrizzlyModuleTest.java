// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.testing.ModuleKit;
import java.util.Map;

class GrizzlyModuleTest extends ModuleKit {
  GrizzlyModuleTest() {
    super(new GrizzlyModule());
  }

  @Override
  protected String use() throws Exception {
    try (HandlerServer server =
        new HandlerServer()
            .with(
                Map.of(
                    "/hello",
                    call -> call.answer(200, "hello"),
                    "/later",
                    call -> call.later(later -> later.answer(202, "later")),
                    "/broken",
                    call -> {
                      throw new IllegalStateException("broken");
                    }))
            .started()) {
      String base = "http://localhost:" + server.port();
      return get(base + "/hello") + get(base + "/later") + get(base + "/broken").substring(0, 3);
    }
  }
}
