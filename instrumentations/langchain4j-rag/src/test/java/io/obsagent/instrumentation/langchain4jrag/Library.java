// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jrag;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;

/** Two documents in a store, and a retriever that looks for them. */
final class Library {
  static final String SECRET = "The kettle is in the attic.";
  private static final Embedding TEA = Embedding.from(new float[] {1, 0});

  private Library() {}

  static InMemoryEmbeddingStore<TextSegment> store() {
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    store.add(TEA, TextSegment.from(SECRET));
    store.add(Embedding.from(new float[] {0, 1}), TextSegment.from("Milk first."));
    return store;
  }

  static ContentRetriever retriever(EmbeddingModel model) {
    return EmbeddingStoreContentRetriever.builder()
        .embeddingStore(store())
        .embeddingModel(model)
        .maxResults(5)
        .build();
  }

  static EmbeddingSearchRequest search(int most) {
    return EmbeddingSearchRequest.builder().queryEmbedding(TEA).maxResults(most).build();
  }

  /** To which all texts are about tea. */
  static EmbeddingModel model() {
    return new Model(null);
  }

  static EmbeddingModel failing() {
    return new Model(new IllegalStateException("no model"));
  }

  private record Model(IllegalStateException failure) implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
      if (failure != null) {
        throw failure;
      }
      return Response.from(texts.stream().map(text -> TEA).toList());
    }
  }
}
