// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.telemetry.WeakMap;
import java.io.File;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Advice for handlers that write to a stream. They ask themselves for their formatter for each
 * record: while {@code logging.format} is on, they find a {@link JsonFormatter}. Whoever else asks
 * finds what is configured.
 */
final class HandlerAdvices {
  private static final Object NONE = "none";

  /** The handler that writes a record on this thread. Types of the JDK only. */
  private static final ThreadLocal<@Nullable Object[]> WRITING =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private static final WeakMap<FileHandler, Path> FILES = new WeakMap<>();

  private HandlerAdvices() {}

  /** The file that a handler writes to, if it was opened before our eyes. */
  static @Nullable Path file(FileHandler handler) {
    return FILES.get(handler);
  }

  /** Advice for {@code publish}. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable Object enter(@This StreamHandler handler) {
      if (LogFormats.current() == null) {
        return null;
      }
      @Nullable Object[] writing = WRITING.get();
      Object before = writing[0];
      writing[0] = handler;
      return before == null ? NONE : before;
    }

    @OnExit
    static void exit(@Token @Nullable Object before) {
      if (before != null) {
        WRITING.get()[0] = before == NONE ? null : before;
      }
    }
  }

  /** Advice for {@code getFormatter}. */
  static final class GetFormatter {
    private GetFormatter() {}

    @OnEnter
    static @Nullable StreamHandler enter(@This Object handler) {
      return LogFormats.current() != null
              && WRITING.get()[0] == handler
              && handler instanceof StreamHandler writing
          ? writing
          : null;
    }

    @OnExit
    static @Nullable Formatter exit(
        @Token @Nullable StreamHandler handler, @Return @Nullable Formatter formatter) {
      return handler == null ? formatter : JsonFormatter.inPlaceOf(formatter, handler);
    }
  }

  /** Advice for {@code open}: of the first file, or of the next after it was rolled. */
  static final class Open {
    private Open() {}

    @OnEnter
    static void enter(@This FileHandler handler, @Argument(0) @Nullable File file) {
      if (file != null) {
        FILES.put(handler, file.toPath());
        if (LogFormats.areUsed()) {
          JsonFormatter.opened(handler);
        }
      }
    }
  }

  /** Advice for {@code close}. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This FileHandler handler) {
      if (LogFormats.areUsed()) {
        JsonFormatter.closed(handler);
      }
    }
  }
}
