// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Advice for loggers and their manager. */
final class LoggerAdvices {
  /** The record of this thread that a filter is being asked about. Types of the JDK only. */
  private static final ThreadLocal<@Nullable Object[]> ASKED =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private static final Object NONE = "none";

  /** Whether a logger with a filter has been seen; where there is none, nothing is asked. */
  private static volatile boolean filters;

  private LoggerAdvices() {}

  /**
   * Advice for {@code log}. A filter may be asked once only, for it may count: whether it has let
   * the record pass shows when the logger looks at its handlers.
   */
  static final class Log {
    private Log() {}

    @OnEnter
    static @Nullable Object enter(@This Logger logger, @Argument(0) @Nullable LogRecord log) {
      if (log == null || !logger.isLoggable(log.getLevel())) {
        return null;
      }
      if (logger.getFilter() == null) {
        EventRecord.capture(logger, log);
        return null;
      }
      filters = true;
      @Nullable Object[] asked = ASKED.get();
      Object before = asked[0];
      asked[0] = log;
      return before == null ? NONE : before;
    }

    @OnExit
    static void exit(@Token @Nullable Object before) {
      if (before != null) {
        ASKED.get()[0] = before == NONE ? null : before;
      }
    }
  }

  /** Advice for {@code accessCheckedHandlers}: what a filter was asked about goes to handlers. */
  static final class Handlers {
    private Handlers() {}

    @OnEnter
    static void enter(@This Logger logger) {
      if (filters) {
        @Nullable Object[] asked = ASKED.get();
        if (asked[0] instanceof LogRecord log) {
          asked[0] = null;
          EventRecord.capture(logger, log);
        }
      }
    }
  }

  /** Advice for {@code addHandler}: some hand records on to another framework. */
  static final class AddHandler {
    private AddHandler() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Handler handler) {
      Bridges.added(handler);
    }
  }

  /** Advice for {@code addLogger}: levels can be changed from the first logger on. */
  static final class NewLogger {
    private NewLogger() {}

    @OnEnter
    static LogManager enter(@This LogManager manager) {
      return manager;
    }

    @OnExit
    static void exit(@Token @Nullable LogManager manager) {
      if (manager != null) {
        ManagerControl.register(manager);
      }
    }
  }
}
