// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Calls of a model between which a tool runs that it asks for. Spring AI 1 runs it within the
 * model's call, 2 between two calls; it looks the same.
 */
@ExtendWith(AgentExtension.class)
class TurnsTest {
  private static final String ANSWER = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
  private static final String ASKS = OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + OpenAiWire.USAGE;
  private static final String STREAM =
      OpenAiWire.word("Tea") + OpenAiWire.word(".") + OpenAiWire.end();

  /** A request that is served, with its calls of the model. */
  private record Request(RecordedSpan served, List<RecordedSpan> chats) {}

  private static ChatClientRequestSpec question(ChatModel model, Kettle kettle) {
    return ChatClient.create(model).prompt().user("Which kettle is good?").toolCallbacks(kettle);
  }

  private static Request request(String model) {
    Recorded.await(
        () -> named("chat " + model).size() == 2 && named("GET").size() == 1,
        () -> "two calls of " + model + " and who served it among " + Recorded.spans());
    return new Request(Recorded.span("GET"), named("chat " + model));
  }

  private static List<RecordedSpan> named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void assertTurns(Request request, String model) {
    assertThat(request.chats).allMatch(chat -> chat.isChildOf(request.served));
    assertThat(request.chats)
        .extracting(chat -> chat.attribute("gen_ai.response.finish_reasons"))
        .containsExactlyInAnyOrder(List.of("tool_calls"), List.of("stop"));
    assertThat(request.chats)
        .as("tokens of a turn are its own")
        .allMatch(chat -> chat.attribute("gen_ai.usage.input_tokens").equals(3L))
        .allMatch(chat -> chat.attribute("gen_ai.usage.output_tokens").equals(2L));
    assertThat(
            Recorded.metric(
                "ai_tokens_used_total{model=\""
                    + model
                    + "\",provider=\"openai\",token_type=\"output\"}"))
        .isEqualTo(4);
    assertThat(
            Recorded.metric(
                "ai_requests_total{model=\""
                    + model
                    + "\",provider=\"openai\",status=\"success\"}"))
        .isEqualTo(2);
  }

  @Test
  void eachTurnOfACallIsACall() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", ASKS), json(200, "", ANSWER))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-tools");
      String answer =
          Recorded.served(Map.of(), () -> question(model, new Kettle()).call().content());
      assertThat(answer).isEqualTo("Tea.");
    }
    assertTurns(request("m-tools"), "m-tools");
  }

  @Test
  void eachTurnTellsWhatItReadFromTheCache() throws Exception {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":2,\"total_tokens\":32,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":20}}}";
    String asks = OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + usage;
    String answer = OpenAiWire.HEAD + OpenAiWire.TEXT + usage;
    try (ScriptedServer server = new ScriptedServer(json(200, "", asks), json(200, "", answer))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-cached");
      Recorded.served(Map.of(), () -> question(model, new Kettle()).call().content());
    }
    assertThat(request("m-cached").chats)
        .allSatisfy(
            chat ->
                assertThat(chat.attributes())
                    .containsEntry("gen_ai.usage.input_tokens", 30L)
                    .containsEntry("gen_ai.usage.cache_read.input_tokens", 20L));
  }

  @Test
  void eachTurnOfAStreamIsACall() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(events(OpenAiWire.toolChunks()), events(STREAM))) {
      ChatModel model = Models.openAiWithUsage(server.url(), "m-tools-stream");
      List<String> words =
          Recorded.served(
              Map.of(),
              () -> question(model, new Kettle()).stream().content().collectList().block());
      assertThat(String.join("", words)).isEqualTo("Tea.");
    }
    Request request = request("m-tools-stream");
    assertTurns(request, "m-tools-stream");
    assertThat(request.chats)
        .allMatch(chat -> chat.attribute("gen_ai.request.stream").equals(true));
  }

  @Test
  void aToolThatFailsIsNotTheModelsError() throws Exception {
    Kettle broken =
        new Kettle() {
          @Override
          public String call(String arguments) {
            throw new IllegalStateException("no water");
          }
        };
    try (ScriptedServer server = new ScriptedServer(json(200, "", ASKS), json(200, "", ANSWER))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-broken");
      assertThatThrownBy(() -> question(model, broken).call().content())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no water");
    }
    Recorded.await(
        () -> named("chat m-broken").size() == 1, () -> "no call in " + Recorded.spans());
    assertThat(Recorded.span("chat m-broken").status()).isEqualTo("UNSET");
  }
}
