// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.StreamResponse;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream of chunks, watched as the application pulls them; never read ahead. */
final class TracedStream<C> implements StreamResponse<C> {
  private final StreamResponse<C> response;
  private final GenAiOperation operation;
  private final AnswerReader.Part<C> part;

  /** Kept from being collected, which would end the operation, for as long as chunks are read. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Object owner;

  TracedStream(
      StreamResponse<C> response,
      GenAiOperation operation,
      AnswerReader.Part<C> part,
      Object owner) {
    this.response = response;
    this.operation = operation;
    this.part = part;
    this.owner = owner;
  }

  @Override
  public Stream<C> stream() {
    Stream<C> stream = response.stream();
    return StreamSupport.stream(new Chunks(stream.spliterator()), false).onClose(stream::close);
  }

  @Override
  public void close() {
    try {
      response.close();
    } finally {
      ModelCall.GUARD.end(operation, null);
    }
  }

  /** Passes each chunk on outside of the library's call: what the application throws is its own. */
  private final class Chunks implements Spliterator<C>, Consumer<C> {
    private final Spliterator<C> source;
    private @Nullable C pulled;

    Chunks(Spliterator<C> source) {
      this.source = source;
    }

    @Override
    public void accept(C chunk) {
      pulled = chunk;
    }

    @Override
    public boolean tryAdvance(Consumer<? super C> action) {
      if (!pull()) {
        ModelCall.GUARD.end(operation, null);
        return false;
      }
      C chunk = pulled;
      pulled = null;
      tell(chunk);
      action.accept(chunk);
      return true;
    }

    private void tell(C chunk) {
      try {
        if (!operation.ended()) {
          operation.chunk();
          part.tell(operation, chunk);
        }
      } catch (Throwable e) {
        ModelCall.GUARD.caught(e);
      }
    }

    private boolean pull() {
      try {
        return source.tryAdvance(this);
      } catch (Throwable failure) {
        ModelCall.GUARD.end(operation, failure);
        throw failure;
      }
    }

    /** One connection gives one chunk after the other: there is nothing to divide. */
    @Override
    public @Nullable Spliterator<C> trySplit() {
      return null;
    }

    @Override
    public long estimateSize() {
      return source.estimateSize();
    }

    @Override
    public int characteristics() {
      return source.characteristics() & ~(SORTED | SIZED | SUBSIZED);
    }
  }
}
