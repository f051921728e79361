// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.log4j.Category;
import org.apache.log4j.Hierarchy;
import org.apache.log4j.Level;
import org.apache.log4j.Priority;
import org.apache.log4j.spi.LocationInfo;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.spi.ThrowableInformation;
import org.jspecify.annotations.Nullable;

/** An event as the agent keeps it. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("log4j1");

  private static final long NANOS_PER_MILLI = 1_000_000;

  private EventRecord() {}

  static void capture(Category logger, LoggingEvent event) {
    if (logger.getLoggerRepository() instanceof Hierarchy repository) {
      CAPTURE.context(repository, RepositoryControl::new);
    }
    if (CAPTURE.wants(ofEvent(event))) {
      CAPTURE.accept(of(event, LogFields.current()));
    }
  }

  /**
   * For an appender, on whichever thread: the ids are in the MDC.
   *
   * @param tellsCaller whether it is looked for where it was logged, which Log4j does once
   */
  static LogRecord forLine(LoggingEvent event, boolean tellsCaller) {
    LogRecord record = of(event, null);
    LocationInfo place = tellsCaller ? event.getLocationInformation() : null;
    return place == null || LocationInfo.NA.equals(place.getClassName())
        ? record
        : record.at(
            new StackTraceElement(
                place.getClassName(),
                place.getMethodName(),
                place.getFileName(),
                line(place.getLineNumber())));
  }

  private static int line(String number) {
    return LocationInfo.NA.equals(number) ? -1 : Integer.parseInt(number);
  }

  private static Severity ofEvent(LoggingEvent event) {
    Severity level = severity(event.getLevel());
    return level == Severity.OFF ? Severity.FATAL : level;
  }

  private static LogRecord of(LoggingEvent event, @Nullable LogFields fields) {
    ThrowableInformation thrown = event.getThrowableInformation();
    return new LogRecord(
        CAPTURE.framework(),
        event.timeStamp * NANOS_PER_MILLI,
        ofEvent(event),
        event.getLevel().toString(),
        RepositoryControl.nameForAgent(event.getLoggerName()),
        event.getThreadName(),
        LogCapture.message(event::getRenderedMessage, null),
        null,
        thrown == null ? null : thrown.getThrowable(),
        mdc(event, fields),
        List.of(),
        List.of(),
        fields);
  }

  private static Map<String, String> mdc(LoggingEvent event, @Nullable LogFields fields) {
    Map<?, ?> properties = event.getProperties();
    if (properties.isEmpty()) {
      return Map.of();
    }
    Map<String, String> mdc = new HashMap<>();
    properties.forEach((key, value) -> mdc.put(String.valueOf(key), String.valueOf(value)));
    return LogIds.removed(mdc, fields);
  }

  /** Levels of the application's own count as the next less grave one. */
  static Severity severity(Priority level) {
    int value = level.toInt();
    if (value == Priority.OFF_INT) {
      return Severity.OFF;
    }
    if (value >= Priority.FATAL_INT) {
      return Severity.FATAL;
    }
    if (value >= Priority.ERROR_INT) {
      return Severity.ERROR;
    }
    if (value >= Priority.WARN_INT) {
      return Severity.WARN;
    }
    if (value >= Priority.INFO_INT) {
      return Severity.INFO;
    }
    return value >= Level.DEBUG_INT ? Severity.DEBUG : Severity.TRACE;
  }
}
