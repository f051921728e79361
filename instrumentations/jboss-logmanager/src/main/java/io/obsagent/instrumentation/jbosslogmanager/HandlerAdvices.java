// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.instrumentation.shared.logging.HandlerFormats;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.logs.LogFormats;
import java.io.File;
import java.nio.file.Path;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.FileHandler;
import org.jspecify.annotations.Nullable;

/** Advice for handlers that write to a console or a file. */
final class HandlerAdvices {
  private static final HandlerFormats FORMATS =
      new HandlerFormats(TextFormatters::include, HandlerAdvices::file, HandlerAdvices::record);

  private HandlerAdvices() {}

  private static @Nullable Path file(Object handler) {
    File file = handler instanceof FileHandler writing ? writing.getFile() : null;
    return file == null ? null : file.toPath().toAbsolutePath();
  }

  private static io.obsagent.spi.logs.LogRecord record(LogRecord log, Formatter formatter) {
    ExtLogRecord wrapped = ExtLogRecord.wrap(log);
    return EventRecord.of(wrapped).at(TextFormatters.caller(wrapped, formatter));
  }

  /** Advice for {@code doPublish}. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable Object enter(@This Handler handler) {
      return FORMATS.begin(handler);
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      HandlerFormats.end(token);
    }
  }

  /** Advice for {@code getFormatter}. */
  static final class GetFormatter {
    private GetFormatter() {}

    @OnEnter
    static @Nullable Handler enter(@This Handler handler) {
      return LogFormats.current() == null ? null : handler;
    }

    @OnExit
    static @Nullable Formatter exit(
        @Token @Nullable Handler handler, @Return @Nullable Formatter formatter) {
      return handler == null ? formatter : (Formatter) LogFormats.formatter(handler, formatter);
    }
  }

  /** Advice for {@code setFile}, which is given none before a file is rolled. */
  static final class SetFile {
    private SetFile() {}

    @OnEnter
    static @Nullable Handler enter(@This Handler handler, @Argument(0) @Nullable File file) {
      return file == null ? null : handler;
    }

    @OnExit
    static void exit(@Token @Nullable Handler handler) {
      if (handler != null) {
        FORMATS.opened(handler);
      }
    }
  }

  /** Advice for {@code close}. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Handler handler) {
      FORMATS.closed(handler);
    }
  }
}
