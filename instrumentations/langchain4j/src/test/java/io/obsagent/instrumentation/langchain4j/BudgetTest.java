// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration of the tests has a budget for one model, beyond which calls are refused. */
@ExtendWith(AgentExtension.class)
class BudgetTest {
  private static final String ANSWER =
      OpenAiWire.HEAD.replace("m-real", "m-spent") + OpenAiWire.TEXT + OpenAiWire.USAGE;

  @Test
  void callsAreRefusedOnceTheBudgetIsSpentWithTheLibrarysOwnException() throws Exception {
    ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Tea?")).build();
    try (ScriptedServer server = ScriptedServer.always(ScriptedServer.json(200, "", ANSWER))) {
      OpenAiWire.model(server.url(), "key", "m-spent", 0).chat("Tea?");

      assertThatThrownBy(() -> OpenAiWire.model(server.url(), "key", "m-spent", 0).chat("Tea?"))
          .isExactlyInstanceOf(LangChain4jException.class)
          .hasMessageContaining("the budget 'experiments'");
      assertThatThrownBy(
              () ->
                  OpenAiWire.streaming(server.url(), "key", "m-spent")
                      .chat(request, OpenAiWire.handler(text -> {})))
          .isExactlyInstanceOf(LangChain4jException.class)
          .hasMessageContaining("the budget 'experiments'");

      assertThat(server.requests()).as("what reached the provider").hasSize(1);
    }
  }
}
