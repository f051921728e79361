// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.exception.AzureException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final String ANSWER = AzureWire.answer().replace("m-real", "m-spent");

  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", ANSWER))) {
      OpenAIClientBuilder clients = OpenAiKitTest.builder(server.url(), "key", 0);
      clients.buildClient().getChatCompletions("m-spent", OpenAiKitTest.question());

      assertThatThrownBy(
              () -> clients.buildClient().getChatCompletions("m-spent", OpenAiKitTest.question()))
          .isExactlyInstanceOf(AzureException.class)
          .hasMessageContaining("the budget 'experiments'");
      Mono<?> later =
          clients.buildAsyncClient().getChatCompletions("m-spent", OpenAiKitTest.question());
      assertThatThrownBy(later::block).hasMessageContaining("the budget 'experiments'");
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
