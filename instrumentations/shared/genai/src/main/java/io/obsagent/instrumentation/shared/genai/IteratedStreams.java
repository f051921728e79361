// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.Iterator;

/**
 * Streams of a library's own that cannot be wrapped, as their class is final: what they give to be
 * iterated over is. One for each library. Thread-safe.
 */
public final class IteratedStreams {
  private final WeakMap<Object, GenAiOperation> open = new WeakMap<>();
  private final AnswerReader<Object> reader;

  public IteratedStreams(AnswerReader<Object> reader) {
    this.reader = reader;
  }

  /** The same stream, which goes on with the call; collected, it ends it. */
  public Object keep(GenAiOperation operation, Object stream) {
    open.put(stream, operation);
    operation.endWhenCollected(stream);
    return stream;
  }

  /** What stands for an iterator that a stream gives. */
  public Iterator<Object> watched(Object stream, Iterator<Object> chunks) {
    GenAiOperation operation = open.get(stream);
    return operation == null || operation.ended()
        ? chunks
        : new PulledIterator<>(chunks, operation, reader, stream);
  }

  /** The application wants no more of a stream. */
  public void closed(Object stream) {
    GenAiOperation operation = open.get(stream);
    if (operation != null) {
      reader.leave(operation);
    }
  }
}
