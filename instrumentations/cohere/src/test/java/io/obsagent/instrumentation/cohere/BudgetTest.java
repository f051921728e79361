// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cohere.api.Cohere;
import com.cohere.api.core.CohereException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    String answer = CohereWire.ANSWER + "," + CohereWire.usage(3, 2, "") + "}";
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", answer))) {
      Cohere client = CohereWire.connect(server.url(), "key");
      CohereWire.chat(client.v2(), "m-spent", "Tea?");

      assertThatThrownBy(() -> CohereWire.chat(client.v2(), "m-spent", "Tea?"))
          .isExactlyInstanceOf(CohereException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
