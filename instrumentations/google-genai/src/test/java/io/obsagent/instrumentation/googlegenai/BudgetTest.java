// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    String answer =
        GeminiWire.answer(GeminiWire.TEXT, "STOP", GeminiWire.USAGE).replace("m-real", "m-spent");
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", answer));
        Client client = GeminiWire.connect(server.url(), "key", 0)) {
      client.models.generateContent("m-spent", "Tea?", null);

      assertThatThrownBy(() -> client.models.generateContent("m-spent", "Tea?", null))
          .isExactlyInstanceOf(ClientException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThatThrownBy(() -> client.models.generateContentStream("m-spent", "Tea?", null))
          .isExactlyInstanceOf(ClientException.class);
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
