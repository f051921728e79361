// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.logs.LogFormats;
import org.apache.log4j.Appender;
import org.apache.log4j.Layout;
import org.apache.log4j.WriterAppender;
import org.jspecify.annotations.Nullable;

/**
 * Advice for appenders that write to a console or a file. While {@code logging.format} is on, the
 * first event has the layout of its appender exchanged for a {@link JsonLayout}; the application
 * finds the one that it has set.
 */
final class LayoutAdvices {
  private LayoutAdvices() {}

  /** Advice for {@code subAppend}, which runs under the appender's lock. */
  static final class Append {
    private Append() {}

    @OnEnter
    static void enter(@This WriterAppender appender) {
      if (LogFormats.current() != null) {
        JsonLayout.exchange(appender);
      }
    }
  }

  /** Advice for {@code setLayout}: the application, or we, have set another one. */
  static final class SetLayout {
    private SetLayout() {}

    @OnEnter
    static void enter(@This Appender appender, @Argument(0) @Nullable Object layout) {
      if (LogFormats.areUsed()) {
        JsonLayout.isSet(appender, layout);
      }
    }
  }

  /** Advice for {@code getLayout}. */
  static final class GetLayout {
    private GetLayout() {}

    @OnExit
    static @Nullable Layout exit(@Return @Nullable Layout layout) {
      return LogFormats.areUsed() && layout instanceof JsonLayout json ? json.original() : layout;
    }
  }
}
