// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;

/** Advice for vector stores. */
final class StoreAdvices {
  private StoreAdvices() {}

  /** {@code similaritySearch}: how many documents it finds and how near they are. */
  static final class Search {
    private Search() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This Object store, @Argument(0) @Nullable SearchRequest request) {
      String name =
          store instanceof VectorStore named ? named.getName() : store.getClass().getSimpleName();
      return ModelCall.begin(
          GenAiRequest.of(GenAiTask.RETRIEVAL, Requests.FRAMEWORK)
              .dataSource(name)
              .topK(request == null ? Double.NaN : request.getTopK()));
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable List<Document> found,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      try {
        if (found != null) {
          tell(operation, found);
        }
      } finally {
        operation.finish(thrown);
      }
    }

    private static void tell(GenAiOperation operation, List<Document> found) {
      double lowest = Double.NaN;
      double highest = Double.NaN;
      for (Document document : found) {
        Double score = document.getScore();
        if (score != null) {
          lowest = Double.isNaN(lowest) ? score : Math.min(lowest, score);
          highest = Double.isNaN(highest) ? score : Math.max(highest, score);
        }
      }
      operation.found(found.size(), lowest, highest);
    }
  }
}
