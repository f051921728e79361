// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.cio.CIO;
import io.obsagent.testing.ModuleKit;
import java.util.Map;

class KtorModuleTest extends ModuleKit {
  KtorModuleTest() {
    super(new KtorModule());
  }

  @Override
  protected String use() throws Exception {
    KtorServer server =
        KtorServer.start(
            CIO.INSTANCE,
            Map.of(
                "/hello/{name}",
                call -> call.answer(200, "hello"),
                "/broken",
                call -> {
                  throw new IllegalStateException("broken");
                }));
    try (server) {
      String base = "http://127.0.0.1:" + server.port();
      return get(base + "/hello/you") + get(base + "/broken") + get(base + "/nowhere");
    }
  }
}
