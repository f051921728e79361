// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.testing.ModuleKit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Helidon needs it; HelidonTest runs this")
class HelidonModuleTest extends ModuleKit {
  HelidonModuleTest() {
    super(new HelidonModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return HelidonServer.tellsPatterns() ? Set.of() : Set.of("RequestAdvices.Matched");
  }

  @Override
  protected String use() throws Exception {
    HelidonServer server =
        HelidonServer.start(
            Map.of(
                "/hello",
                call -> call.answer(200, "hello"),
                "/broken",
                call -> {
                  throw new IllegalStateException("broken");
                }));
    try (server) {
      String base = "http://127.0.0.1:" + server.port();
      return get(base + "/hello") + get(base + "/broken") + get(base + "/nowhere");
    }
  }
}
