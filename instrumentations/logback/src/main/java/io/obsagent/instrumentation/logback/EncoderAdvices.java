// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.logs.LogFormats;
import org.jspecify.annotations.Nullable;

/**
 * Advice for appenders that write to a stream. While {@code logging.format} is on, the first event
 * has the encoder of its appender exchanged for one of ours; the application finds the one that it
 * has set.
 */
final class EncoderAdvices {
  private EncoderAdvices() {}

  /** Advice for {@code subAppend}. */
  static final class Append {
    private Append() {}

    @OnEnter
    static void enter(@This OutputStreamAppender<?> appender) {
      if (LogFormats.current() != null) {
        JsonEncoder.exchange(appender);
      }
    }
  }

  /**
   * Advice for {@code writeOut}: the same before Logback 1.2, where encoders write themselves. It
   * holds the appender's lock, so the stream stays the same meanwhile.
   */
  static final class WriteOut {
    private WriteOut() {}

    @OnEnter
    static void enter(@This OutputStreamAppender<?> appender) throws Throwable {
      if (LayoutEncoder.IS_NEEDED && LogFormats.current() != null) {
        LayoutEncoder.exchange(appender);
      }
    }
  }

  /** Advice for {@code setEncoder}: the application, or we, have set another one. */
  static final class SetEncoder {
    private SetEncoder() {}

    @OnEnter
    static void enter(
        @This OutputStreamAppender<?> appender, @Argument(0) @Nullable Object encoder) {
      if (LogFormats.areUsed()) {
        Standing.isSet(appender, encoder);
      }
    }
  }

  /** Advice for {@code getEncoder}. */
  static final class GetEncoder {
    private GetEncoder() {}

    @OnExit
    static @Nullable Encoder<?> exit(@Return @Nullable Encoder<?> encoder) {
      return LogFormats.areUsed() && encoder instanceof Standing standing
          ? standing.original()
          : encoder;
    }
  }
}
