// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import io.obsagent.instrumentation.shared.logging.HandlerFormats;
import io.obsagent.instrumentation.shared.logging.JulCaller;
import io.obsagent.instrumentation.shared.logging.JulRecords;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.telemetry.LogFields;
import io.obsagent.spi.telemetry.WeakMap;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.juli.FileHandler;
import org.jspecify.annotations.Nullable;

/** Advice for Tomcat's handlers of files, which are no stream handlers of the JDK's. */
final class FileAdvices {
  private static final Set<String> TEXT =
      Set.of(
          "org.apache.juli.OneLineFormatter",
          "org.apache.juli.JdkLoggerFormatter",
          "java.util.logging.SimpleFormatter");

  /** The files that handlers write to, if they were opened before our eyes. */
  private static final WeakMap<Object, Path> FILES = new WeakMap<>();

  /** Who logged what is written on another thread, while JSON is wanted. */
  private static final WeakMap<LogRecord, Logged> LOGGED = new WeakMap<>();

  private static final HandlerFormats FORMATS =
      new HandlerFormats(
          formatter -> TEXT.contains(formatter.getClass().getName()),
          FILES::get,
          FileAdvices::record);

  private FileAdvices() {}

  private record Logged(String thread, @Nullable LogFields fields) {
    static Logged here() {
      return new Logged(Thread.currentThread().getName(), LogFields.current());
    }
  }

  private static io.obsagent.spi.logs.LogRecord record(LogRecord log, Formatter formatter) {
    Logged known = LOGGED.isEmpty() ? null : LOGGED.get(log);
    Logged logged = known == null ? Logged.here() : known;
    return JulRecords.of(ManagerAdvices.CAPTURE.framework(), log, logged.thread(), logged.fields())
        .at(JulCaller.of(log, formatter));
  }

  /** Advice for {@code publish} of the handler that writes at once, which the other one calls. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable Object enter(@This FileHandler handler) {
      return FORMATS.begin(handler);
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      HandlerFormats.end(token);
    }
  }

  /** Advice for {@code publish} of the asynchronous handler, on the thread that logs. */
  static final class Hand {
    private Hand() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable LogRecord log) {
      if (log != null && LogFormats.current() != null && LOGGED.get(log) == null) {
        LOGGED.put(log, Logged.here());
      }
    }
  }

  /** Advice for {@code openWriter}: of the first file, or of the next day's. */
  static final class Open {
    private Open() {}

    @OnEnter
    static Handler enter(@This Handler handler) {
      return handler;
    }

    @OnExit
    static void exit(@Token @Nullable Handler handler) throws Throwable {
      if (handler != null) {
        Path file = WrittenFile.of(handler);
        if (file != null) {
          FILES.put(handler, file);
          FORMATS.opened(handler);
        }
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
