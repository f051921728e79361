// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.Iterator;

/**
 * Chunks of an answer, watched as the application pulls them one by one; the operation ends with
 * the last or with a failure.
 */
public final class PulledIterator<C> implements Iterator<C> {
  private final Iterator<C> source;
  private final GenAiOperation operation;
  private final AnswerReader<? super C> reader;

  /** Kept from being collected, which would end the operation, for as long as chunks are read. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Object owner;

  /**
   * @param owner what {@link GenAiOperation#endWhenCollected} watches
   */
  public PulledIterator(
      Iterator<C> source, GenAiOperation operation, AnswerReader<? super C> reader, Object owner) {
    this.source = source;
    this.operation = operation;
    this.reader = reader;
    this.owner = owner;
  }

  @Override
  public boolean hasNext() {
    boolean more;
    try {
      more = source.hasNext();
    } catch (Throwable failure) {
      reader.fail(operation, failure);
      throw failure;
    }
    if (!more) {
      reader.guard().end(operation, null);
    }
    return more;
  }

  @Override
  public C next() {
    C chunk;
    try {
      chunk = source.next();
    } catch (java.util.NoSuchElementException atTheEnd) {
      throw atTheEnd;
    } catch (Throwable failure) {
      reader.fail(operation, failure);
      throw failure;
    }
    reader.tellChunk(operation, chunk);
    return chunk;
  }
}
