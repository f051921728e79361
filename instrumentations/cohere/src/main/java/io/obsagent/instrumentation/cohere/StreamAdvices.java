// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** What is done at a stream that the application reads. */
final class StreamAdvices {
  private StreamAdvices() {}

  /** The application begins to read. */
  static final class Iterator {
    private Iterator() {}

    @OnEnter
    static Object enter(@This Object stream) {
      return stream;
    }

    @OnExit
    static java.util.@Nullable Iterator<Object> exit(
        @Token @Nullable Object stream, @Return java.util.@Nullable Iterator<Object> chunks) {
      return stream == null || chunks == null ? chunks : Answers.STREAMS.watched(stream, chunks);
    }
  }

  /** The application wants no more; before 1.9 nobody can say so. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object stream) {
      Answers.STREAMS.closed(stream);
    }
  }
}
