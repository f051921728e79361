// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final ConverseRequest QUESTION =
      ConverseRequest.builder()
          .modelId("budgettest-spent")
          .messages(Message.builder().role("user").content(ContentBlock.fromText("Tea?")).build())
          .build();

  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    String answer =
        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Tea.\"}]}},"
            + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}";
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", answer));
        BedrockClients clients = BedrockClients.connect(server.url(), "key", 0)) {
      clients.client().converse(QUESTION);

      assertThatThrownBy(() -> clients.client().converse(QUESTION))
          .isInstanceOf(BedrockRuntimeException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThatThrownBy(() -> clients.async().converse(QUESTION))
          .isInstanceOf(BedrockRuntimeException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
