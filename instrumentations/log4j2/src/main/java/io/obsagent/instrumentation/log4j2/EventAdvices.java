// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.instrumentation.shared.logging.EventUnderWay;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.jspecify.annotations.Nullable;

/**
 * Advice for where an event is handed to appenders. It goes up the hierarchy of loggers, and where
 * these are asynchronous, on a background thread once more: it is taken when it comes first, on the
 * thread that logs.
 *
 * <pre>
 *   logger ─► LoggerConfig.processLogEvent ─► parent's ─► …          taken at the first
 *                └► AsyncLoggerConfig ═► processLogEvent ─► …        not again
 *   asynchronous logger ─► RingBufferLogEvent.setValues              taken
 *                             ═► LoggerConfig.processLogEvent ─► …   not again
 * </pre>
 */
final class EventAdvices {
  private static final String RING_EVENT = ".RingBufferLogEvent";

  private static final EventUnderWay UNDER_WAY = new EventUnderWay();

  private EventAdvices() {}

  /** Advice for {@code processLogEvent}, behind the filters of the logger. */
  static final class Process {
    private Process() {}

    @OnEnter
    static Object enter(@Argument(0) LogEvent event) {
      Object token = UNDER_WAY.begin(event);
      if (EventUnderWay.isFirst(token) && !event.getClass().getName().endsWith(RING_EVENT)) {
        EventRecord.capture(event);
      }
      return token;
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      UNDER_WAY.end(token);
    }
  }

  /** Advice for the second way of an event, to appenders of asynchronous loggers. */
  static final class Again {
    private Again() {}

    @OnEnter
    static Object enter(@Argument(0) LogEvent event) {
      return UNDER_WAY.begin(event);
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      UNDER_WAY.end(token);
    }
  }

  /** Advice for {@code setValues}: an event in the ring, still on the thread that logs. */
  static final class Fill {
    private Fill() {}

    @OnEnter
    static LogEvent enter(@This LogEvent event) {
      return event;
    }

    @OnExit
    static void exit(@Token @Nullable LogEvent event) {
      if (event != null) {
        EventRecord.capture(event);
      }
    }
  }

  /** Advice for the context's constructors: its levels can be changed before anything is logged. */
  static final class NewContext {
    private NewContext() {}

    @OnExit
    static void exit(@This LoggerContext context) {
      EventRecord.CAPTURE.context(context, ContextControl::new);
    }
  }
}
