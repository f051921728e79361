// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for what looks for documents; what they say is not looked at. */
final class RetrievalAdvices {
  private RetrievalAdvices() {}

  private static @Nullable GenAiOperation begin(GenAiRequest request) {
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  /** Looks for the range of scores. */
  private static final class Range {
    private double lowest = Double.NaN;
    private double highest = Double.NaN;

    void add(@Nullable Object score) {
      if (score instanceof Number number) {
        double value = number.doubleValue();
        lowest = lowest <= value ? lowest : value;
        highest = highest >= value ? highest : value;
      }
    }
  }

  /** A retriever, which may ask a model and a store. */
  static final class Retrieve {
    private Retrieve() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object retriever) {
      return begin(Requests.retrieval(retriever, "dev.langchain4j.rag.content.retriever."));
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable List<Content> found,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      if (found != null) {
        Range scores = new Range();
        for (Content content : found) {
          scores.add(content.metadata().get(ContentMetadata.SCORE));
        }
        operation.found(found.size(), scores.lowest, scores.highest);
      }
      operation.finish(thrown);
    }
  }

  /** A store of embeddings. */
  static final class Search {
    private Search() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object store, @Argument(0) EmbeddingSearchRequest request) {
      return begin(
          Requests.retrieval(store, "dev.langchain4j.store.embedding.").topK(request.maxResults()));
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable EmbeddingSearchResult<?> found,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      if (found != null) {
        Range scores = new Range();
        for (EmbeddingMatch<?> match : found.matches()) {
          scores.add(match.score());
        }
        operation.found(found.matches().size(), scores.lowest, scores.highest);
      }
      operation.finish(thrown);
    }
  }
}
