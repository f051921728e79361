// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.instrumentation.shared.logging.EventUnderWay;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.LogFields;
import org.apache.log4j.Category;
import org.apache.log4j.Hierarchy;
import org.apache.log4j.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Advice for events on their way to appenders. A layout asks for one key after the other, and is
 * answered; who takes all of the MDC, as an asynchronous appender does, gets the ids into the
 * event.
 */
final class EventAdvices {
  private static final EventUnderWay UNDER_WAY = new EventUnderWay();

  private EventAdvices() {}

  /** Advice for {@code callAppenders}, of a logger and those above it. */
  static final class CallAppenders {
    private CallAppenders() {}

    @OnEnter
    static @Nullable Object enter(
        @This Category logger, @Argument(0) @Nullable LoggingEvent event) {
      if (event == null) {
        return null;
      }
      Object token = UNDER_WAY.begin(event);
      if (EventUnderWay.isFirst(token)) {
        EventRecord.capture(logger, event);
      }
      return token;
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      UNDER_WAY.end(token);
    }
  }

  /** Advice for {@code getMDC}. */
  static final class GetMdc {
    private GetMdc() {}

    @OnEnter
    static @Nullable String enter(@This LoggingEvent event, @Argument(0) @Nullable String key) {
      return key == null ? null : UNDER_WAY.id(event, key);
    }

    @OnExit
    static @Nullable Object exit(@Token @Nullable String id, @Return @Nullable Object value) {
      return value == null ? id : value;
    }
  }

  /** Advice for {@code getMDCCopy}, which whatever needs all of the MDC calls. */
  static final class CopyMdc {
    private CopyMdc() {}

    @OnEnter
    static void enter(@This LoggingEvent event) {
      LogFields fields = UNDER_WAY.toAdd(event);
      if (fields != null) {
        LogIds.forEach(fields, (key, id) -> putIfAbsent(event, key, id));
      }
    }

    private static void putIfAbsent(LoggingEvent event, String key, String id) {
      if (event.getMDC(key) == null) {
        event.setProperty(key, id);
      }
    }
  }

  /** Advice for a repository's constructor: its levels can be changed before anything is logged. */
  static final class NewRepository {
    private NewRepository() {}

    @OnExit
    static void exit(@This Hierarchy repository) {
      EventRecord.CAPTURE.context(repository, RepositoryControl::new);
    }
  }
}
