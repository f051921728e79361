// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.ResponseStream;
import io.obsagent.instrumentation.shared.genai.PulledIterator;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Streams whose calls still run. */
final class Streams {
  private static final WeakMap<Object, GenAiOperation> OPEN = new WeakMap<>();

  private Streams() {}

  /** Null for an answer that is no stream. */
  static @Nullable Object keep(GenAiOperation operation, Object answer) {
    if (!(answer instanceof ResponseStream<?>)) {
      return null;
    }
    OPEN.put(answer, operation);
    operation.endWhenCollected(answer);
    return answer;
  }

  static Iterator<Object> watched(Object stream, Iterator<Object> chunks) {
    GenAiOperation operation = OPEN.get(stream);
    return operation == null || operation.ended()
        ? chunks
        : new PulledIterator<>(chunks, operation, Answers.READER, stream);
  }

  static void closed(Object stream) {
    GenAiOperation operation = OPEN.get(stream);
    if (operation != null) {
      operation.leave();
    }
  }
}
