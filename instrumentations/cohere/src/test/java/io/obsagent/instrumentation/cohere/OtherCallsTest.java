// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.cohere.api.Cohere;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class OtherCallsTest {
  private static final String META =
      "\"meta\":{\"billed_units\":{\"input_tokens\":4,\"output_tokens\":5}}";

  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  private static Object call(boolean second, String method, String request, String answer)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer))) {
      Cohere client = CohereWire.connect(server.url(), "key");
      return CohereWire.call(second ? client.v2() : client, method, request);
    }
  }

  @Test
  void settingsAreOnTheSpan() throws Exception {
    call(true, "chat", CohereWire.question("c-settings", "Tea?"), CohereWire.ANSWER + "}");

    assertThat(span("chat c-settings").attributes())
        .containsEntry("gen_ai.request.temperature", 0.25)
        .containsEntry("gen_ai.request.top_k", 5L)
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.response.id", "r-1");
  }

  @Test
  void aChatOfTheFirstApiTellsItsConversationAndItsBilledTokens() throws Exception {
    call(
        false,
        "chat",
        "{\"model\":\"c-first\",\"message\":\"Tea?\",\"conversation_id\":\"talk-7\"}",
        "{\"text\":\"Tea.\",\"generation_id\":\"r-1\",\"finish_reason\":\"COMPLETE\","
            + META
            + "}");

    assertThat(span("chat c-first").attributes())
        .containsEntry("gen_ai.conversation.id", "talk-7")
        .containsEntry("gen_ai.usage.input_tokens", 4L)
        .containsEntry("gen_ai.usage.output_tokens", 5L)
        .containsEntry("gen_ai.response.finish_reasons", List.of("COMPLETE"));
  }

  @Test
  void aStreamOfTheFirstApiEndsWithItsLastPart() throws Exception {
    String chunks =
        "{\"event_type\":\"stream-start\",\"is_finished\":false,\"generation_id\":\"r-1\"}\n"
            + "{\"event_type\":\"text-generation\",\"is_finished\":false,\"text\":\"Tea\"}\n"
            + "{\"event_type\":\"text-generation\",\"is_finished\":false,\"text\":\".\"}\n"
            + "{\"event_type\":\"stream-end\",\"is_finished\":true,\"finish_reason\":\"COMPLETE\","
            + "\"response\":{\"text\":\"Tea.\",\"finish_reason\":\"COMPLETE\","
            + META
            + "}}\n";
    int parts = 0;
    try (ScriptedServer server = new ScriptedServer(stream("application/json", chunks))) {
      Iterable<?> stream =
          (Iterable<?>)
              CohereWire.call(
                  CohereWire.connect(server.url(), "key"),
                  "chatStream",
                  "{\"model\":\"c-stream\",\"message\":\"Tea?\"}");
      for (Object part : stream) {
        parts += part == null ? 0 : 1;
      }
    }

    assertThat(parts).isEqualTo(4);
    assertThat(span("chat c-stream").attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.id", "r-1")
        .containsEntry("gen_ai.response.finish_reasons", List.of("COMPLETE"))
        .containsEntry("gen_ai.usage.output_tokens", 5L)
        .containsKey("gen_ai.response.time_to_first_chunk");
  }

  @Test
  void embeddingsAndRerankingAreCallsOfTheirOwnKinds() throws Exception {
    call(
        true,
        "embed",
        "{\"model\":\"c-embed\",\"texts\":[\"kettle\"],\"input_type\":\"search_document\","
            + "\"embedding_types\":[\"float\"]}",
        "{\"id\":\"e-1\",\"embeddings\":{\"float\":[[0.5]]},\"texts\":[\"kettle\"],"
            + "\"response_type\":\"embeddings_by_type\","
            + "\"meta\":{\"billed_units\":{\"input_tokens\":2}}}");
    call(
        true,
        "rerank",
        "{\"model\":\"c-rank\",\"query\":\"kettle\",\"documents\":[\"tea\"]}",
        "{\"id\":\"k-1\",\"results\":[{\"index\":0,\"relevance_score\":0.9}],"
            + "\"meta\":{\"billed_units\":{\"search_units\":1}}}");

    assertThat(span("embeddings c-embed").attributes())
        .containsEntry("gen_ai.usage.input_tokens", 2L)
        .containsEntry("server.address", "127.0.0.1");
    assertThat(span("rerank c-rank").attributes())
        .containsEntry("gen_ai.provider.name", "cohere")
        .doesNotContainKey("gen_ai.usage.input_tokens");
  }
}
