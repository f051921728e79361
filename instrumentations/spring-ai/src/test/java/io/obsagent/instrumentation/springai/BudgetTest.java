// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.retry.NonTransientAiException;

/** The vendor's SDK refuses what is asked for by Spring AI: the outer layer leaves that to it. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final String ANSWER =
      (OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE).replace("m-real", "m-spent");

  @Test
  void aCallIsRefusedOnceTheBudgetIsSpent() throws Exception {
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

  @Test
  void aStreamIsRefusedWithTheFrameworksOwnException() throws Exception {
    String answer =
        "{\"model\":\"m-real\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Tea.\"},\"done\":true,\"done_reason\":\"stop\","
            + "\"total_duration\":5,\"prompt_eval_count\":3,\"eval_count\":2}\n";
    try (ScriptedServer server =
        ScriptedServer.always(ScriptedServer.stream("application/x-ndjson", answer))) {
      ChatModel model = Models.ollama(server.url(), "m-spent-too");
      model.stream(new Prompt("Tea?")).blockLast();
      Recorded.await(
          () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("chat m-spent-too")),
          () -> "no call among " + Recorded.spans());

      assertThatThrownBy(() -> model.stream(new Prompt("Tea?")).blockLast())
          .isInstanceOf(NonTransientAiException.class)
          .hasMessageContaining("the budget 'streams'");
      assertThatThrownBy(() -> model.call(new Prompt("Tea?")))
          .isInstanceOf(NonTransientAiException.class);
      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
