// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class RetrievalTest {
  private static final String SECRET = "The kettle is in the attic.";
  private static final String EMBEDDING =
      "{\"object\":\"list\",\"model\":\"m-real\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
          + "\"embedding\":[1.0,0.0]}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}";

  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  private static InMemoryEmbeddingStore<TextSegment> store() {
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    store.add(Embedding.from(new float[] {1, 0}), TextSegment.from(SECRET));
    store.add(Embedding.from(new float[] {0, 1}), TextSegment.from("Milk first."));
    return store;
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
  void aRetrievalTellsHowManyItFoundAndHowWellTheyFitAndNotWhatTheySay() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", EMBEDDING))) {
      EmbeddingStoreContentRetriever retriever =
          EmbeddingStoreContentRetriever.builder()
              .embeddingStore(store())
              .embeddingModel(model(server))
              .maxResults(5)
              .build();
      assertThat(retriever.retrieve(Query.from("Where is it?"))).hasSize(2);
    }

    Recorded.awaitSpans(3);
    RecordedSpan span = Recorded.span("retrieval EmbeddingStoreContentRetriever");
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "retrieval")
        .containsEntry("gen_ai.data_source.id", "EmbeddingStoreContentRetriever")
        .containsEntry("obs.gen_ai.retrieval.documents", 2L);
    assertThat((Double) span.attribute("obs.gen_ai.retrieval.highest_score"))
        .isEqualTo(1, within(1e-6));
    assertThat((Double) span.attribute("obs.gen_ai.retrieval.lowest_score"))
        .isEqualTo(0.5, within(1e-6));
    assertThat(Recorded.spans().toString()).doesNotContain(SECRET).doesNotContain("Where is it");
  }

  @Test
  void aSearchOfAStoreIsARetrieval() {
    store()
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(Embedding.from(new float[] {1, 0}))
                .maxResults(1)
                .build());

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("retrieval InMemoryEmbeddingStore");
    assertThat(span.attributes())
        .containsEntry("gen_ai.provider.name", "inmemory")
        .containsEntry("gen_ai.retrieval.top_k", 1L)
        .containsEntry("obs.gen_ai.retrieval.documents", 1L);
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
