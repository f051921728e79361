// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.instrumentation.shared.logging.HandlerFormats;
import io.obsagent.instrumentation.shared.logging.JulCaller;
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
import java.util.Set;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/** Advice for handlers that write to a stream, and for where all handlers tell their formatter. */
final class HandlerAdvices {
  /** Formatters that write lines for people; of any other it cannot be told. */
  private static final Set<String> TEXT =
      Set.of(
          "java.util.logging.SimpleFormatter",
          "org.springframework.boot.logging.java.SimpleFormatter");

  /** The files that handlers write to, if they were opened before our eyes. */
  private static final WeakMap<Object, Path> FILES = new WeakMap<>();

  private static final HandlerFormats FORMATS =
      new HandlerFormats(
          formatter -> TEXT.contains(formatter.getClass().getName()),
          FILES::get,
          (log, formatter) -> EventRecord.of(log).at(JulCaller.of(log, formatter)));

  private HandlerAdvices() {}

  /** Advice for {@code publish}. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable Object enter(@This StreamHandler handler) {
      return FORMATS.begin(handler);
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      HandlerFormats.end(token);
    }
  }

  /** Advice for {@code getFormatter}, which handlers of others inherit. */
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

  /** Advice for {@code open}: of the first file, or of the next after it was rolled. */
  static final class Open {
    private Open() {}

    @OnEnter
    static void enter(@This FileHandler handler, @Argument(0) @Nullable File file) {
      if (file != null) {
        FILES.put(handler, file.toPath());
        FORMATS.opened(handler);
      }
    }
  }

  /** Advice for {@code close}. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This FileHandler handler) {
      FORMATS.closed(handler);
    }
  }
}
