// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaivectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;

@ExtendWith(AgentExtension.class)
class StoresTest {
  @Test
  void aSearchTellsHowManyItFoundAndHowNearTheyAre() {
    Lengths model = new Lengths();
    VectorStore store = Lengths.store(model);
    SearchRequest search = SearchRequest.builder().query("tea").topK(5).build();

    List<Document> found = store.similaritySearch(search);

    assertThat(found).hasSize(2);
    RecordedSpan retrieval = Recorded.awaitSpans(1).get(0);
    assertThat(retrieval.name()).isEqualTo("retrieval SimpleVectorStore");
    assertThat(retrieval.attributes())
        .containsEntry("gen_ai.operation.name", "retrieval")
        .containsEntry("gen_ai.provider.name", "spring_ai")
        .containsEntry("gen_ai.data_source.id", "SimpleVectorStore")
        .containsEntry("gen_ai.retrieval.top_k", 5L)
        .containsEntry("obs.gen_ai.retrieval.documents", 2L)
        .containsEntry("obs.gen_ai.retrieval.highest_score", found.get(0).getScore())
        .containsEntry("obs.gen_ai.retrieval.lowest_score", found.get(1).getScore());
    assertThat(retrieval.toString()).doesNotContain("secret");
    assertThat(model.asked).as("what the store asks for is within").isEqualTo(retrieval.spanId());
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

    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }
}
