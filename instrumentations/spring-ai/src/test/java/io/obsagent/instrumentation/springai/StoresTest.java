// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

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
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;

@ExtendWith(AgentExtension.class)
class StoresTest {
  private static VectorStore store() {
    VectorStore store = SimpleVectorStore.builder(new Lengths()).build();
    store.add(List.of(new Document("tea"), new Document("a secret about coffee")));
    Recorded.settled();
    Recorded.clear();
    return store;
  }

  @Test
  void aSearchTellsHowManyItFoundAndHowNearTheyAre() throws Exception {
    VectorStore store = store();
    SearchRequest search = SearchRequest.builder().query("tea").topK(5).build();

    List<Document> found = Recorded.served(Map.of(), () -> store.similaritySearch(search));

    assertThat(found).hasSize(2);
    Recorded.settled(); // the store asks for the question's embedding as often as it likes
    RecordedSpan retrieval = Recorded.span("retrieval SimpleVectorStore");
    assertThat(retrieval.attributes())
        .containsEntry("gen_ai.operation.name", "retrieval")
        .containsEntry("gen_ai.data_source.id", "SimpleVectorStore")
        .containsEntry("gen_ai.retrieval.top_k", 5L)
        .containsEntry("obs.gen_ai.retrieval.documents", 2L)
        .containsEntry("obs.gen_ai.retrieval.highest_score", found.get(0).getScore())
        .containsEntry("obs.gen_ai.retrieval.lowest_score", found.get(1).getScore());
    assertThat(Recorded.spans().toString()).doesNotContain("secret");
    assertThat(Recorded.spans())
        .filteredOn(span -> span.name().equals("embeddings"))
        .isNotEmpty()
        .allMatch(embedding -> embedding.isChildOf(retrieval));
  }

  @Test
  void aSearchThatFailsIsAnError() {
    VectorStore store =
        SimpleVectorStore.builder(
                new Lengths() {
                  @Override
                  public EmbeddingResponse call(EmbeddingRequest request) {
                    throw new IllegalStateException("no model");
                  }
                })
            .build();

    assertThatThrownBy(() -> store.similaritySearch("tea")).hasMessage("no model");

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("retrieval SimpleVectorStore").status()).isEqualTo("ERROR");
  }

  @Test
  void embeddingsTellTheirModelAndTokens() throws Exception {
    String answer = "{\"model\":\"m-real\",\"embeddings\":[[1,2]],\"prompt_eval_count\":7}";
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.json(200, "", answer))) {
      EmbeddingRequest request = new EmbeddingRequest(List.of("tea"), options("m-embed"));
      Models.ollamaEmbeddings(server.url()).call(request);
    }
    Recorded.awaitSpans(2);
    RecordedSpan embeddings = Recorded.span("embeddings m-embed");
    assertThat(embeddings.attributes())
        .containsEntry("gen_ai.provider.name", "ollama")
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.usage.input_tokens", 7L)
        .containsEntry("server.address", "127.0.0.1");
    assertThat(Recorded.span("POST").isChildOf(embeddings)).isTrue();
  }

  private static EmbeddingOptions options(String model) {
    return Models.embeddingOptions(model);
  }
}
