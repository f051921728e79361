// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jrag;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The interfaces of retrievers and stores of embeddings, whoever implements them. */
public final class Langchain4jRagModule extends InstrumentationModule {
  private static final String STORE = "dev.langchain4j.store.embedding.";

  public Langchain4jRagModule() {
    super("langchain4j-rag", "LangChain4j 1.0–1.23");
  }

  @Override
  public String description() {
    return "What retrievers and embedding stores of LangChain4j find: how many documents, and how"
        + " near they are.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf("dev.langchain4j.rag.content.retriever.ContentRetriever"),
            advices ->
                advices.on(
                    named("retrieve").takes("dev.langchain4j.rag.query.Query"),
                    RetrievalAdvices.Retrieve.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(STORE + "EmbeddingStore"),
            advices ->
                advices.on(
                    named("search").takes(STORE + "EmbeddingSearchRequest"),
                    RetrievalAdvices.Search.class.getName())));
  }
}
