// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class EmbeddingsTest {
  private static final String EMBEDDING =
      "{\"object\":\"list\",\"model\":\"m-real\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
          + "\"embedding\":[1.0,0.0]}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}";

  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  private static OpenAiEmbeddingModel model(ScriptedServer server) {
    return OpenAiEmbeddingModel.builder()
        .baseUrl(server.url() + "/v1")
        .apiKey("local")
        .modelName("m-embed")
        .maxRetries(0)
        .build();
  }

  @Test
  void embeddingsAreOneCallWithTheirTokens() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", EMBEDDING))) {
      model(server).embed("Where is it?");
    }

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("embeddings m-embed").attributes())
        .containsEntry("gen_ai.operation.name", "embeddings")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.usage.input_tokens", 5L)
        .containsEntry("server.address", "127.0.0.1");
  }

  @Test
  void anAnswerThatIsPublishedIsOneCallForEachSubscriber() throws Exception {
    ChatRequest request =
        ChatRequest.builder().messages(UserMessage.from("Tea?")).modelName("m-published").build();
    assertThat(PublishingModel.ask(request)).isEqualTo(3);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("chat m-published");
    assertThat(span.attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.usage.output_tokens", 2L)
        .containsKey("gen_ai.response.time_to_first_chunk");
  }
}
