// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

/** The vendor's SDK refuses what is asked for by Spring AI: the outer layer leaves that to it. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final String ANSWER =
      (OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE).replace("m-real", "m-spent");

  @Test
  void aCallIsRefusedOnceTheBudgetIsSpent() throws Exception {
    assumeTrue(Models.OVER_VENDORS, "HTTP of Spring's own refuses nothing");
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", ANSWER))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-spent");
      model.call(new Prompt("Tea?"));
      int sent = server.requests().size();

      assertThatThrownBy(() -> model.call(new Prompt("Tea?")))
          .hasMessageContaining("the budget 'experiments'");

      assertThat(server.requests()).as("what reached the provider").hasSize(sent);
      Recorded.await(
          () ->
              Recorded.spans().stream()
                  .anyMatch(span -> "budget_spent".equals(span.attribute("error.type"))),
          () -> "no refused call among " + Recorded.spans());
      assertThat(
              Recorded.metric(
                  "ai_budget_refused_total{budget=\"experiments\",period=\"month\",subject=\"all\"}"))
          .isEqualTo(1);
    }
  }
}
