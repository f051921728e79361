// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A search for documents, by a retriever or in a store: how many it finds and how near they are,
 * and nothing of what they say.
 */
public final class Retrieval {
  private Retrieval() {}

  /**
   * Starts a search and makes it current, until {@link #end}.
   *
   * @param source where is looked, by name
   * @param topK how many documents are wanted at most; NaN where that is not told
   */
  public static @Nullable GenAiOperation begin(
      String provider, @Nullable String source, double topK) {
    return ModelCall.begin(
        GenAiRequest.of(GenAiTask.RETRIEVAL, provider).dataSource(source).topK(topK));
  }

  /**
   * @param found null where the search has failed
   * @param score how near a document is, as a number; or null where that is not known
   */
  public static <D> void end(
      @Nullable GenAiOperation operation,
      @Nullable Collection<? extends D> found,
      Function<? super D, @Nullable Object> score,
      @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    try {
      if (found != null) {
        tell(operation, found, score);
      }
    } finally {
      operation.finish(thrown);
    }
  }

  private static <D> void tell(
      GenAiOperation operation,
      Collection<? extends D> found,
      Function<? super D, @Nullable Object> score) {
    double lowest = Double.NaN;
    double highest = Double.NaN;
    for (D document : found) {
      if (score.apply(document) instanceof Number number) {
        double value = number.doubleValue();
        lowest = lowest <= value ? lowest : value;
        highest = highest >= value ? highest : value;
      }
    }
    operation.found(found.size(), lowest, highest);
  }
}
