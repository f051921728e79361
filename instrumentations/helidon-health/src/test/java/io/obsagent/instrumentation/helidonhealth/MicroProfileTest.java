// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application on Helidon MP, by reflection: its class files are newer than the compiler. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Helidon needs it; HelidonTest runs this")
@ExtendWith(AgentExtension.class)
class MicroProfileTest {
  @Test
  void theChecksOfAnApplicationAreComponents() throws Exception {
    Class<?> type = Class.forName("io.helidon.microprofile.server.Server");
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> builders = builder.getClass();
    builders.getMethod("host", String.class).invoke(builder, "127.0.0.1");
    builders.getMethod("port", int.class).invoke(builder, 0);
    Object server = builders.getMethod("build").invoke(builder);
    type.getMethod("start").invoke(server);
    try {
      assertThat(Recorded.health().get("helidon doors").call()).isEqualTo("");
      assertThat(Recorded.health().get("helidon shelves").call()).isEqualTo("Helidon says DOWN");
      Shelves.full = true;
      assertThat(Recorded.health().get("helidon shelves").call()).isEqualTo("");
    } finally {
      type.getMethod("stop").invoke(server);
    }
  }
}
