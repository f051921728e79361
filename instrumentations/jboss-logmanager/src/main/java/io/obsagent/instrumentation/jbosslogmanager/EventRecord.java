// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jspecify.annotations.Nullable;

/** A record of JBoss LogManager as the agent keeps it. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("jboss-logmanager");

  private EventRecord() {}

  static void capture(ExtLogRecord log) {
    if (!CAPTURE.hasContext()) {
      // The agent came after it.
      CAPTURE.context(LogContext.getLogContext(), ContextControl::new);
    }
    if (CAPTURE.wants(ofEvent(log))) {
      LogFields fields = LogFields.current();
      CAPTURE.accept(of(log, LogIds.removed(log.getMdcCopy(), fields), fields));
    }
  }

  /** For a handler, on whichever thread: the ids are in the MDC. */
  static LogRecord of(ExtLogRecord log) {
    return of(log, log.getMdcCopy(), null);
  }

  private static Severity ofEvent(ExtLogRecord log) {
    Severity level = severity(log.getLevel());
    return level == Severity.OFF ? Severity.FATAL : level;
  }

  private static LogRecord of(
      ExtLogRecord log, @Nullable Map<String, String> mdc, @Nullable LogFields fields) {
    Object[] parameters = log.getParameters();
    String message = log.getMessage();
    return new LogRecord(
        CAPTURE.framework(),
        LogCapture.nanos(log.getInstant()),
        ofEvent(log),
        log.getLevel().getName(),
        log.getLoggerName() == null ? "" : log.getLoggerName(),
        log.getThreadName(),
        LogCapture.message(log::getFormattedMessage, message),
        parameters == null || parameters.length == 0 ? null : message,
        log.getThrown(),
        mdc == null ? Map.of() : mdc,
        Markers.of(log),
        List.of(),
        fields);
  }

  /** Levels of the application's own count as the next less grave one. */
  static Severity severity(Level level) {
    int value = level.intValue();
    if (value == Level.OFF.intValue()) {
      return Severity.OFF;
    }
    if (value >= org.jboss.logmanager.Level.FATAL.intValue()) {
      return Severity.FATAL;
    }
    if (value >= org.jboss.logmanager.Level.ERROR.intValue()) {
      return Severity.ERROR;
    }
    if (value >= org.jboss.logmanager.Level.WARN.intValue()) {
      return Severity.WARN;
    }
    if (value >= Level.CONFIG.intValue()) {
      return Severity.INFO;
    }
    return value >= org.jboss.logmanager.Level.DEBUG.intValue() ? Severity.DEBUG : Severity.TRACE;
  }
}
