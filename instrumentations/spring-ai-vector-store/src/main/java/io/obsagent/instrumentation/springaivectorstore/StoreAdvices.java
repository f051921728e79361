// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaivectorstore;

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
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;

/** Advice for vector stores. */
final class StoreAdvices {
  private StoreAdvices() {}

  /** {@code similaritySearch}. */
  static final class Search {
    private Search() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object store, @Argument(0) @Nullable SearchRequest request) {
      return Retrieval.begin(
          "spring_ai",
          store instanceof VectorStore named ? named.getName() : store.getClass().getSimpleName(),
          request == null ? Double.NaN : request.getTopK());
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable List<Document> found,
        @Thrown @Nullable Throwable thrown) {
      Retrieval.end(operation, found, Document::getScore, thrown);
    }
  }
}
