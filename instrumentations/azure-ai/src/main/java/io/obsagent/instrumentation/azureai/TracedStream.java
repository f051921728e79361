// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.http.rest.Response;
import com.azure.core.http.rest.SimpleResponse;
import com.azure.core.util.IterableStream;
import io.obsagent.instrumentation.shared.genai.PulledChunks;
import io.obsagent.instrumentation.shared.genai.PulledIterator;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of an answer that the application iterates over. Some versions send the request only then,
 * so it is done in the call's context.
 */
final class TracedStream<C> extends IterableStream<C> {
  private final IterableStream<C> source;
  private final GenAiOperation operation;

  private TracedStream(IterableStream<C> source, GenAiOperation operation) {
    super((Iterable<C>) source);
    this.source = source;
    this.operation = operation;
    operation.endWhenCollected(this);
  }

  /** What stands for an answer; null for one that is no stream. */
  static @Nullable Object inPlaceOf(GenAiOperation operation, Object answer) {
    if (answer instanceof IterableStream<?> chunks) {
      return new TracedStream<>(chunks, operation);
    }
    return answer instanceof Response<?> response
            && response.getValue() instanceof IterableStream<?> chunks
        ? new SimpleResponse<>(response, new TracedStream<>(chunks, operation))
        : null;
  }

  @Override
  public Iterator<C> iterator() {
    return Answers.READER.within(
        operation, () -> new PulledIterator<>(source.iterator(), operation, Answers.READER, this));
  }

  @Override
  public Stream<C> stream() {
    return Answers.READER.within(
        operation, () -> PulledChunks.of(source.stream(), operation, Answers.READER, this));
  }
}
