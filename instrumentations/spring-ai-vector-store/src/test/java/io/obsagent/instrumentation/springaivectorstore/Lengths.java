// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaivectorstore;

import io.obsagent.testing.AgentContext;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;

/** A model within the process, which tells texts apart by their length. */
class Lengths implements EmbeddingModel {
  /** The span in which it was asked last. */
  String asked = "";

  /** A store with a text about tea and one about coffee. */
  static VectorStore store(Lengths model) {
    VectorStore store = SimpleVectorStore.builder(model).build();
    store.add(List.of(new Document("tea"), new Document("a secret about coffee")));
    return store;
  }

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    asked = AgentContext.spanId();
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : request.getInstructions()) {
      embeddings.add(new Embedding(vector(text), embeddings.size()));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return vector(document.getText());
  }

  private static float[] vector(String text) {
    return new float[] {text.length(), 4};
  }
}
