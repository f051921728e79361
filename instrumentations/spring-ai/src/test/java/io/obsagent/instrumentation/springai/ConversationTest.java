// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

/** Whoever asks a chat client to go on with a conversation of its memory finds it on the call. */
@ExtendWith(AgentExtension.class)
class ConversationTest {
  private static final String ID = "gen_ai.conversation.id";
  private static final String ANSWER = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
  private static final String ASKS = OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + OpenAiWire.USAGE;

  private final ChatMemory memory = MessageWindowChatMemory.builder().build();

  private ChatClientRequestSpec question(ChatModel model, Object conversation) {
    return ChatClient.create(model)
        .prompt()
        .user("Which kettle is good?")
        .advisors(
            with ->
                with.advisors(MessageChatMemoryAdvisor.builder(memory).build())
                    .param(ChatMemory.CONVERSATION_ID, conversation));
  }

  private static List<RecordedSpan> calls(String model, int count) {
    String name = "chat " + model;
    Recorded.await(
        () -> Recorded.spans().stream().filter(span -> span.name().equals(name)).count() == count,
        () -> count + " calls of " + model + " among " + Recorded.spans());
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void assertOf(String conversation, String model, int count) {
    assertThat(calls(model, count)).allMatch(call -> conversation.equals(call.attribute(ID)));
  }

  private static void assertOfNone(String model) {
    assertThat(calls(model, 1).get(0).attributes()).doesNotContainKey(ID);
  }

  @Test
  void aCallIsOfTheConversationThatTheClientGoesOnWith() throws Exception {
    try (ScriptedServer server = ScriptedServer.always(json(200, "", ANSWER))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-talk");
      question(model, "talk-17").call().content();
      assertThat(memory.get("talk-17")).as("what the library takes it for").hasSize(2);
      assertOf("talk-17", "m-talk", 1);

      question(Models.openAi(server.url(), "local", 0, "m-number"), 18).call().content();
      assertOf("18", "m-number", 1);
      Models.openAi(server.url(), "local", 0, "m-after").call(new Prompt("Tea?"));
      assertOfNone("m-after");
    }
  }

  @Test
  void aClientWithoutAMemoryHasNone() throws Exception {
    try (ScriptedServer server = ScriptedServer.always(json(200, "", ANSWER))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-alone");
      ChatClient.create(model).prompt().user("Tea?").call().content();
    }
    assertOfNone("m-alone");
  }

  /** What the application wants an answer in makes another prompt of the client's. */
  @Test
  void aCallForAnObjectIsOfItToo() throws Exception {
    String object = ANSWER.replace("Tea.", "[\\\"green\\\"]");
    try (ScriptedServer server = ScriptedServer.always(json(200, "", object))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-object");
      assertThat(question(model, "talk-19").call().entity(String[].class)).containsExactly("green");
    }
    assertOf("talk-19", "m-object", 1);
  }

  @Test
  void aStreamIsOfItWhoeverSubscribes() throws Exception {
    String stream = OpenAiWire.word("Tea") + OpenAiWire.word(".") + OpenAiWire.end();
    try (ScriptedServer server = ScriptedServer.always(events(stream))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-stream");
      List<String> words = question(model, "talk-20").stream().content().collectList().block();
      assertThat(String.join("", words)).isEqualTo("Tea.");
    }
    assertOf("talk-20", "m-stream", 1);
  }

  @Test
  void eachTurnIsOfItAndWhatAToolAsksAModelIsNot() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", ASKS), json(200, "", ANSWER));
        ScriptedServer other = ScriptedServer.always(json(200, "", ANSWER))) {
      Kettle asking =
          new Kettle() {
            @Override
            public String call(String arguments) {
              Models.openAi(other.url(), "local", 0, "m-of-tool").call(new Prompt("Which?"));
              ChatModel model = Models.openAi(other.url(), "local", 0, "m-of-client");
              return ChatClient.create(model).prompt().user("Which?").call().content();
            }
          };
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-turns");
      String answer = question(model, "talk-21").toolCallbacks(asking).call().content();
      assertThat(answer).isEqualTo("Tea.");
    }
    assertOf("talk-21", "m-turns", 2);
    assertOfNone("m-of-tool");
    assertOfNone("m-of-client");
  }
}
