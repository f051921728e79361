// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.batches.BatchRetrieveParams;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class MessagesTest {
  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  /** Since 3.11 the library tells spans of its own to whoever is the global OpenTelemetry. */
  @Test
  void aCallIsOneSpanHoweverManyTellIt() throws Exception {
    String answer = AnthropicWire.wire().answer();
    String events = AnthropicWire.wire().firstChunk() + AnthropicWire.wire().lastChunks();
    try (ScriptedServer server =
        new ScriptedServer(
            json(200, "", answer),
            json(200, "", answer),
            json(200, "", "{\"id\":\"b-1\",\"type\":\"message_batch\"}"),
            stream("text/event-stream", events))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      client.messages().create(AnthropicWire.question("a-once").build());
      client.async().messages().create(AnthropicWire.question("a-once-later").build()).join();
      client
          .messages()
          .batches()
          .withRawResponse()
          .retrieve(BatchRetrieveParams.builder().messageBatchId("b-1").build())
          .parse();
      try (StreamResponse<RawMessageStreamEvent> stream =
          client.messages().createStreaming(AnthropicWire.question("a-once-streamed").build())) {
        stream.stream().forEach(event -> {});
      }
      client.close();
    }

    List.of("chat a-once", "chat a-once-later", "fetch_response", "chat a-once-streamed")
        .forEach(MessagesTest::span);
    assertThat(Recorded.settled())
        .filteredOn(span -> span.attributes().containsKey("gen_ai.provider.name"))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder(
            "chat a-once", "chat a-once-later", "fetch_response", "chat a-once-streamed");
  }

  /** What the agent does not watch is told by the library alone. */
  @Test
  void aCallOfAnotherKindKeepsTheSpanOfTheLibrary() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", "{\"input_tokens\":3}"))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      client
          .messages()
          .countTokens(
              MessageCountTokensParams.builder().model("a-count").addUserMessage("Tea?").build());
      client.close();
    }

    assertThat(Recorded.settled())
        .filteredOn(span -> span.attributes().containsKey("gen_ai.request.model"))
        .hasSize(AnthropicWire.TELLS_ITS_OWN ? 1 : 0);
  }

  /** Since 3.x the library has no setters for these; the API takes them all the same. */
  @Test
  void settingsAreReadHoweverTheyAreGiven() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", AnthropicWire.wire().answer()))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      client
          .messages()
          .create(
              AnthropicWire.question("a-settings")
                  .addStopSequence("END")
                  .putAdditionalBodyProperty("temperature", JsonValue.from(0.5))
                  .putAdditionalBodyProperty("top_k", JsonValue.from(40))
                  .build());
      client.close();
    }

    assertThat(span("chat a-settings").attributes())
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.temperature", 0.5)
        .containsEntry("gen_ai.request.top_k", 40L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"));
  }

  @Test
  void anErrorEventInAStreamIsTheErrorThatItNames() throws Exception {
    String events =
        AnthropicWire.wire().firstChunk()
            + "event: error\ndata: "
            + AnthropicWire.refusal(503, "Overloaded")
            + "\n\n";
    try (ScriptedServer server = new ScriptedServer(stream("text/event-stream", events))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      try (StreamResponse<RawMessageStreamEvent> stream =
          client.messages().createStreaming(AnthropicWire.question("a-overload").build())) {
        assertThatThrownBy(() -> stream.stream().forEach(event -> {}))
            .isInstanceOf(Exception.class);
      }
      client.close();
    }

    assertThat(span("chat a-overload").attributes())
        .containsEntry("error.type", "overloaded")
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.usage.input_tokens", 3L);
  }

  @Test
  void aBatchIsASpanWithoutTokens() throws Exception {
    String batch =
        "{\"id\":\"b-1\",\"type\":\"message_batch\",\"processing_status\":\"in_progress\"}";
    try (ScriptedServer server = new ScriptedServer(json(200, "", batch))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      client
          .messages()
          .batches()
          .withRawResponse()
          .retrieve(BatchRetrieveParams.builder().messageBatchId("b-1").build())
          .parse();
      client.close();
    }

    assertThat(span("fetch_response").attributes())
        .containsEntry("gen_ai.response.id", "b-1")
        .containsEntry("gen_ai.response.finish_reasons", List.of("in_progress"))
        .doesNotContainKey("gen_ai.usage.input_tokens");
  }

  @Test
  void behindAProxyTheProviderIsWhomTheUrlNames() throws Exception {
    String[][] hosts = {
      {"bedrock-runtime.eu-west-1.amazonaws.com", "aws.bedrock"},
      {"europe-west1-aiplatform.googleapis.com", "gcp.vertex_ai"},
      {"shop.services.ai.azure.com", "azure.ai.inference"}
    };
    for (String[] host : hosts) {
      String model = "a-" + host[1];
      try (ScriptedServer server =
          new ScriptedServer(json(200, "", AnthropicWire.wire().answer()))) {
        AnthropicClient client =
            AnthropicOkHttpClient.builder()
                .baseUrl("http://" + host[0])
                .apiKey("local")
                .maxRetries(0)
                .proxy(server.asProxy())
                .build();
        client.messages().create(AnthropicWire.question(model).build());
        client.close();
      }
      RecordedSpan span = span("chat " + model);
      assertThat(span.attribute("server.address")).isEqualTo(host[0]);
      assertThat(span.attribute("gen_ai.provider.name")).isEqualTo(host[1]);
    }
  }
}
