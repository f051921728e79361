// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.ai.inference.EmbeddingsClient;
import com.azure.ai.inference.EmbeddingsClientBuilder;
import com.azure.ai.inference.models.EmbeddingsResult;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.CompletionsOptions;
import com.azure.ai.openai.models.EmbeddingsOptions;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.ScriptedServer.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@ExtendWith(AgentExtension.class)
class OtherCallsTest {
  static final String EMBEDDINGS =
      "{\"id\":\"e-1\",\"object\":\"list\",\"model\":\"m-real\",\"data\":"
          + "[{\"index\":0,\"embedding\":[0.5]}],"
          + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
  static final String COMPLETION =
      "{\"id\":\"t-1\",\"created\":1,\"model\":\"m-real\",\"choices\":[{\"index\":0,\"text\":\"Tea.\","
          + "\"finish_reason\":\"stop\",\"logprobs\":null}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
  static final String COMPLETIONS = "data: " + COMPLETION + "\n\ndata: [DONE]\n\n";

  static CompletionsOptions prompt() {
    return new CompletionsOptions(List.of("Tea?"));
  }

  static EmbeddingsOptions texts() {
    return new EmbeddingsOptions(List.of("kettle"));
  }

  static EmbeddingsResult embed(String url, @Nullable String model) {
    EmbeddingsClient client = new EmbeddingsClientBuilder().endpoint(url).buildClient();
    return model == null
        ? client.embed(List.of("kettle"))
        : client.embed(List.of("kettle"), null, null, null, model, null);
  }

  @FunctionalInterface
  private interface Calls {
    void make(OpenAIClientBuilder clients) throws Exception;
  }

  private static void against(Answer answer, Calls calls) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer)) {
      calls.make(OpenAiKitTest.builder(server.url(), "key", 0));
    }
  }

  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    assertThat(Recorded.spans().stream().filter(span -> span.name().equals(name))).hasSize(1);
    return Recorded.span(name);
  }

  @Test
  void settingsAreOnTheSpanAndTheRequestIsItsChild() throws Exception {
    against(
        json(200, "", AzureWire.answer()),
        clients ->
            clients.buildClient().getChatCompletions("a-settings", OpenAiKitTest.question()));

    RecordedSpan call = span("chat a-settings");
    assertThat(call.attributes())
        .containsEntry("gen_ai.request.temperature", 0.25)
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.response.id", "c-1");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.isChildOf(call)),
        () -> "no request below " + call);
  }

  @Test
  void aMonoIsACallEachTimeThatItIsSubscribedTo() throws Exception {
    try (ScriptedServer server = ScriptedServer.always(json(200, "", AzureWire.answer()))) {
      Mono<?> answer =
          OpenAiKitTest.builder(server.url(), "key", 0)
              .buildAsyncClient()
              .getChatCompletions("a-mono", OpenAiKitTest.question());
      assertThat(server.requests()).isEmpty();
      answer.block();
      answer.block();
    }

    Recorded.await(
        () -> Recorded.spans().stream().filter(s -> s.name().equals("chat a-mono")).count() == 2,
        () -> "not two calls among " + Recorded.spans());
  }

  @Test
  void aBodyThatTheApplicationMakesIsOneCall() throws Exception {
    against(
        json(200, "", AzureWire.answer()),
        clients ->
            clients
                .buildClient()
                .getChatCompletionsWithResponse(
                    "a-raw",
                    BinaryData.fromString(AzureWire.question("Tea?")),
                    new RequestOptions()));

    assertThat(span("chat a-raw").attributes())
        .containsEntry("gen_ai.provider.name", "azure.ai.openai")
        .doesNotContainKey("gen_ai.usage.input_tokens");
  }

  @Test
  void whatAFilterHoldsBackIsAnErrorOfItsOwn() throws Exception {
    against(
        json(400, "", "{\"error\":{\"code\":\"content_filter\",\"message\":\"held back\"}}"),
        clients ->
            assertThatThrownBy(
                    () ->
                        clients
                            .buildClient()
                            .getChatCompletions("a-filtered", OpenAiKitTest.question()))
                .isInstanceOf(HttpResponseException.class));

    assertThat(span("chat a-filtered").attributes()).containsEntry("error.type", "content_filter");
  }

  @Test
  void textsGoOnAtOnceAndInChunks() throws Exception {
    against(
        json(200, "", COMPLETION),
        clients -> clients.buildClient().getCompletions("a-text", prompt()));
    against(
        events(COMPLETIONS),
        clients ->
            assertThat(clients.buildClient().getCompletionsStream("a-texts", prompt()).stream())
                .hasSize(1));

    assertThat(span("text_completion a-text").attributes())
        .containsEntry("gen_ai.usage.output_tokens", 2L)
        .doesNotContainKey("gen_ai.request.stream");
    assertThat(span("text_completion a-texts").attributes())
        .containsEntry("gen_ai.usage.output_tokens", 2L)
        .containsEntry("gen_ai.request.stream", true);
  }

  @Test
  void embeddingsAreCallsOfTheirOwnKind() throws Exception {
    against(
        json(200, "", EMBEDDINGS),
        clients -> clients.buildClient().getEmbeddings("a-embed", texts()));
    against(
        json(200, "", EMBEDDINGS),
        clients -> clients.buildAsyncClient().getEmbeddings("a-later", texts()).block());
    try (ScriptedServer server = ScriptedServer.always(json(200, "", EMBEDDINGS))) {
      embed(server.url(), "a-inference");
      embed(server.url(), null);
    }

    for (String name : List.of("a-embed", "a-later", "a-inference")) {
      assertThat(span("embeddings " + name).attributes())
          .as(name)
          .containsEntry("gen_ai.usage.input_tokens", 4L)
          .containsEntry("server.address", "127.0.0.1");
    }
    assertThat(span("embeddings").attributes())
        .containsEntry("gen_ai.provider.name", "azure.ai.inference")
        .containsEntry("gen_ai.response.model", "m-real");
  }
}
