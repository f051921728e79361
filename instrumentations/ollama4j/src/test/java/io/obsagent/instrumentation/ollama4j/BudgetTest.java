// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    String answer = OllamaWire.HEAD + OllamaWire.TEXT + OllamaWire.usage(3, 2);
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", answer))) {
      OllamaWire.chat(server.url(), OllamaWire.question("m-spent", "Tea?"));

      assertRefused(() -> OllamaWire.chat(server.url(), OllamaWire.question("m-spent", "Tea?")));
      if (declaresExceptionsOfThreads()) {
        assertRefused(
            () -> OllamaWire.generateLater(OllamaWire.client(server.url()), "m-spent").join());
      }
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(
            refused ->
                assertThat(refused.getClass().getSimpleName())
                    .isIn("OllamaException", "OllamaBaseException"))
        .hasMessageContaining("the budget 'experiments'");
  }

  private static boolean declaresExceptionsOfThreads() {
    return !OllamaWire.isOlder()
        && Arrays.stream(OllamaWire.clientType().getMethods())
            .filter(method -> method.getName().equals("generateAsync"))
            .allMatch(method -> method.getExceptionTypes().length > 0);
  }
}
