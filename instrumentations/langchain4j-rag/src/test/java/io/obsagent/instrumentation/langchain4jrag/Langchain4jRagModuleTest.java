// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jrag;

import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.obsagent.testing.ModuleKit;
import java.util.List;

class Langchain4jRagModuleTest extends ModuleKit {
  Langchain4jRagModuleTest() {
    super(new Langchain4jRagModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(EmbeddingStoreContentRetriever.class, InMemoryEmbeddingStore.class);
  }

  @Override
  protected String use() {
    int retrieved = Library.retriever(Library.model()).retrieve(Query.from("Tea?")).size();
    return retrieved + " " + Library.store().search(Library.search(1)).matches().get(0).score();
  }
}
