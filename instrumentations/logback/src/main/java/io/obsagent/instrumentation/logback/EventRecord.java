// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as the agent keeps it. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("logback");

  private static final long NANOS_PER_MILLI = 1_000_000;

  private EventRecord() {}

  static void capture(Logger logger, ILoggingEvent event, @Nullable LogFields fields)
      throws Throwable {
    CAPTURE.context(logger.getLoggerContext(), ContextControl::new);
    Severity severity = severity(event.getLevel());
    if (CAPTURE.wants(severity)) {
      Map<String, String> mdc = LogIds.removed(EventMdc.of(logger, event), fields);
      CAPTURE.accept(of(event, severity, mdc, fields));
    }
  }

  /**
   * For formatting: with the ids among the mapped context, on whichever thread.
   *
   * @param tellsCaller whether it is looked for where it was logged, which Logback does once
   */
  static LogRecord forLine(ILoggingEvent event, boolean tellsCaller) throws Throwable {
    LogRecord record = of(event, severity(event.getLevel()), event.getMDCPropertyMap(), null);
    StackTraceElement[] callers = tellsCaller ? event.getCallerData() : null;
    return callers == null || callers.length == 0 ? record : record.at(callers[0]);
  }

  private static LogRecord of(
      ILoggingEvent event, Severity severity, Map<String, String> mdc, @Nullable LogFields fields)
      throws Throwable {
    Object[] arguments = event.getArgumentArray();
    String template = event.getMessage();
    return new LogRecord(
        CAPTURE.framework(),
        event.getTimeStamp() * NANOS_PER_MILLI,
        severity,
        event.getLevel().toString(),
        ContextControl.nameForAgent(event.getLoggerName()),
        event.getThreadName(),
        LogCapture.message(event::getFormattedMessage, template),
        arguments == null || arguments.length == 0 ? null : template,
        event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null,
        mdc,
        EventExtras.markers(event),
        EventExtras.pairs(event),
        fields);
  }

  /** {@code OFF} only as a logger's level, which no event has. */
  static Severity severity(Level level) {
    int value = level.toInt();
    if (value == Level.OFF_INT) {
      return Severity.OFF;
    }
    if (value >= Level.ERROR_INT) {
      return Severity.ERROR;
    }
    if (value >= Level.WARN_INT) {
      return Severity.WARN;
    }
    if (value >= Level.INFO_INT) {
      return Severity.INFO;
    }
    return value >= Level.DEBUG_INT ? Severity.DEBUG : Severity.TRACE;
  }
}
