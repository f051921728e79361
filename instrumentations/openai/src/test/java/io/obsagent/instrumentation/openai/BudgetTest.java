// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final String ANSWER =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-spent\","
          + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"Tea.\"}}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

  @Test
  void aCallIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", ANSWER))) {
      OpenAIClient client = OpenAiTest.connect(server.url(), "key", 0);
      client.chat().completions().create(OpenAiTest.question("m-spent").build());
      int sent = server.requests().size();

      assertThatThrownBy(
              () -> client.chat().completions().create(OpenAiTest.question("m-spent").build()))
          .isExactlyInstanceOf(OpenAIException.class)
          .hasMessage(
              "obs-agent refuses this call: the budget 'experiments' of 0.001 USD of this month is"
                  + " spent (ai.budgets)");

      assertThat(server.requests()).as("what reached the provider").hasSize(sent);
      assertThat(
              Recorded.metric(
                  "ai_budget_refused_total{budget=\"experiments\",period=\"month\",subject=\"all\"}"))
          .isEqualTo(1);
      Recorded.await(
          () -> Recorded.spans().stream().anyMatch(BudgetTest::isRefused),
          () -> "no refused call among " + Recorded.spans());
      client.chat().completions().create(OpenAiTest.question("m-free").build());
      assertThat(server.requests()).as("another model is not concerned").hasSize(sent + 1);
    }
  }

  private static boolean isRefused(RecordedSpan span) {
    return span.name().equals("chat m-spent")
        && span.status().equals("ERROR")
        && "budget_spent".equals(span.attribute("error.type"));
  }
}
