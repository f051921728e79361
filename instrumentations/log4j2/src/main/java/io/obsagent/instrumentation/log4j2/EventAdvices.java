// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

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

  /** The event that this thread is handing on. Types of the JDK only, at rest. */
  private static final ThreadLocal<@Nullable Object[]> UNDER_WAY =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private EventAdvices() {}

  private static @Nullable Object begin(Object event) {
    @Nullable Object[] underWay = UNDER_WAY.get();
    Object before = underWay[0];
    underWay[0] = event;
    return before;
  }

  private static void end(@Nullable Object before) {
    UNDER_WAY.get()[0] = before;
  }

  /** Advice for {@code processLogEvent}, behind the filters of the logger. */
  static final class Process {
    private Process() {}

    @OnEnter
    static @Nullable Object enter(@Argument(0) LogEvent event) {
      Object before = begin(event);
      if (before != event && !event.getClass().getName().endsWith(RING_EVENT)) {
        EventRecord.capture(event);
      }
      return before;
    }

    @OnExit
    static void exit(@Token @Nullable Object before) {
      end(before);
    }
  }

  /** Advice for the second way of an event, to appenders of asynchronous loggers. */
  static final class Again {
    private Again() {}

    @OnEnter
    static @Nullable Object enter(@Argument(0) LogEvent event) {
      return begin(event);
    }

    @OnExit
    static void exit(@Token @Nullable Object before) {
      end(before);
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
