// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of an answer, watched as the application pulls them; never read ahead. Each is passed on
 * outside of the library's call: what the application throws is its own.
 */
public final class PulledChunks<C> implements Spliterator<C>, Consumer<C> {
  private final Spliterator<C> source;
  private final GenAiOperation operation;
  private final AnswerReader<? super C> reader;

  /** Kept from being collected, which would end the operation, for as long as chunks are read. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Object owner;

  private @Nullable C pulled;

  private PulledChunks(
      Spliterator<C> source,
      GenAiOperation operation,
      AnswerReader<? super C> reader,
      Object owner) {
    this.source = source;
    this.operation = operation;
    this.reader = reader;
    this.owner = owner;
  }

  /**
   * The same stream, which ends the operation with its last chunk, its failure, or when it is
   * closed before.
   *
   * @param owner what {@link GenAiOperation#endWhenCollected} watches
   */
  public static <C> Stream<C> of(
      Stream<C> stream, GenAiOperation operation, AnswerReader<? super C> reader, Object owner) {
    return StreamSupport.stream(
            new PulledChunks<>(stream.spliterator(), operation, reader, owner), false)
        .onClose(
            () -> {
              try {
                stream.close();
              } finally {
                reader.leave(operation);
              }
            });
  }

  @Override
  public void accept(C chunk) {
    pulled = chunk;
  }

  @Override
  public boolean tryAdvance(Consumer<? super C> action) {
    if (!pull()) {
      reader.guard().end(operation, null);
      return false;
    }
    C chunk = pulled;
    pulled = null;
    reader.tellChunk(operation, chunk);
    action.accept(chunk);
    return true;
  }

  private boolean pull() {
    try {
      return source.tryAdvance(this);
    } catch (Throwable failure) {
      reader.fail(operation, failure);
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
