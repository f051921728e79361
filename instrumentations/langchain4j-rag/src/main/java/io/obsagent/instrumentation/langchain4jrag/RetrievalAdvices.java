// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jrag;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import io.obsagent.instrumentation.shared.genai.Providers;
import io.obsagent.instrumentation.shared.genai.Retrieval;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for what looks for documents. */
final class RetrievalAdvices {
  private RetrievalAdvices() {}

  /**
   * @param owner a retriever or a store, whose class tells what it is
   */
  private static @Nullable GenAiOperation begin(Object owner, String packages, double topK) {
    Class<?> type = owner.getClass();
    String product = Providers.packageBelow(packages, type);
    return Retrieval.begin(product == null ? "langchain4j" : product, type.getSimpleName(), topK);
  }

  /** A retriever, which may ask a model and a store. */
  static final class Retrieve {
    private Retrieve() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object retriever) {
      return begin(retriever, "dev.langchain4j.rag.content.retriever.", Double.NaN);
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable List<Content> found,
        @Thrown @Nullable Throwable thrown) {
      Retrieval.end(
          operation, found, content -> content.metadata().get(ContentMetadata.SCORE), thrown);
    }
  }

  /** A store of embeddings. */
  static final class Search {
    private Search() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object store, @Argument(0) EmbeddingSearchRequest request) {
      return begin(store, "dev.langchain4j.store.embedding.", request.maxResults());
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable EmbeddingSearchResult<?> found,
        @Thrown @Nullable Throwable thrown) {
      Retrieval.end(
          operation, found == null ? null : found.matches(), EmbeddingMatch::score, thrown);
    }
  }
}
