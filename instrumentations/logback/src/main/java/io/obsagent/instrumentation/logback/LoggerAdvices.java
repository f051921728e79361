// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.LogFields;
import org.jspecify.annotations.Nullable;

/** Advice for loggers and their contexts. */
final class LoggerAdvices {
  private LoggerAdvices() {}

  /** Advice for {@code callAppenders}: the event takes the ids along, to whichever thread. */
  static final class CallAppenders {
    private CallAppenders() {}

    @OnEnter
    static void enter(@This Logger logger, @Argument(0) @Nullable Object event) throws Throwable {
      LogFields fields = LogFields.current();
      if (fields != null && event instanceof LoggingEvent loggingEvent) {
        EventMdc.enrich(logger, loggingEvent, fields);
      }
      if (event instanceof ILoggingEvent loggingEvent) {
        EventRecord.capture(logger, loggingEvent, fields);
      }
    }
  }

  /** Advice for the context's constructor: its levels can be changed before anything is logged. */
  static final class NewContext {
    private NewContext() {}

    @OnExit
    static void exit(@This LoggerContext context) {
      EventRecord.CAPTURE.context(context, ContextControl::new);
    }
  }
}
