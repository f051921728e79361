// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.errors.AnthropicException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    String answer = AnthropicWire.wire().answer().replace("m-real", "m-spent");
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", answer))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "key", 0);
      client.messages().create(AnthropicWire.question("m-spent").build());

      assertThatThrownBy(() -> client.messages().create(AnthropicWire.question("m-spent").build()))
          .isExactlyInstanceOf(AnthropicException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThatThrownBy(
              () -> client.messages().createStreaming(AnthropicWire.question("m-spent").build()))
          .isExactlyInstanceOf(AnthropicException.class);
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
      client.close();
    }
  }
}
