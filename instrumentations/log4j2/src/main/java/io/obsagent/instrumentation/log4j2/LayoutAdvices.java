// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.logs.LogFormats;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.jspecify.annotations.Nullable;

/**
 * Advice for appenders that write to a stream. They ask themselves for their layout for each event:
 * while {@code logging.format} is on, they find a {@link JsonLayout}. Whoever else asks finds what
 * is configured.
 */
final class LayoutAdvices {
  /** The appender that encodes an event on this thread. Types of the JDK only, at rest. */
  private static final ThreadLocal<@Nullable Object[]> ENCODING =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private LayoutAdvices() {}

  /** Advice for {@code directEncodeEvent} and {@code writeByteArrayToManager}. */
  static final class Encode {
    private static final Object NONE = new Object();

    private Encode() {}

    @OnEnter
    static @Nullable Object enter(@This Object appender) {
      if (LogFormats.current() == null) {
        return null;
      }
      @Nullable Object[] encoding = ENCODING.get();
      Object before = encoding[0];
      encoding[0] = appender;
      return before == null ? NONE : before;
    }

    @OnExit
    static void exit(@Token @Nullable Object before) {
      if (before != null) {
        ENCODING.get()[0] = before == NONE ? null : before;
      }
    }
  }

  /** Advice for {@code getLayout}. */
  static final class GetLayout {
    private GetLayout() {}

    @OnEnter
    static @Nullable AbstractOutputStreamAppender<?> enter(@This Object appender) {
      return LogFormats.current() != null
              && ENCODING.get()[0] == appender
              && appender instanceof AbstractOutputStreamAppender<?> writing
          ? writing
          : null;
    }

    @OnExit
    static @Nullable Layout<?> exit(
        @Token @Nullable AbstractOutputStreamAppender<?> appender,
        @Return @Nullable Layout<?> layout) {
      return appender == null ? layout : JsonLayout.inPlaceOf(layout, appender.getManager());
    }
  }

  /** Advice for {@code rollover}. */
  static final class Roll {
    private Roll() {}

    @OnEnter
    static Object enter(@This Object manager) {
      return manager;
    }

    @OnExit
    static void exit(@Token @Nullable Object manager) {
      if (manager instanceof OutputStreamManager rolling) {
        JsonLayout.rolled(rolling);
      }
    }
  }

  /** Advice for {@code stop}. */
  static final class Stop {
    private Stop() {}

    @OnEnter
    static void enter(@This AbstractOutputStreamAppender<?> appender) {
      JsonLayout.closed(appender.getManager());
    }
  }
}
