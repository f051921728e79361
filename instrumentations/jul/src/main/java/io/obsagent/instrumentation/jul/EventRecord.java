// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.instrumentation.shared.logging.JulLevels;
import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A record of java.util.logging as the agent keeps it. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("jul");

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private EventRecord() {}

  static void capture(Logger logger, LogRecord log) {
    ManagerControl.registerFirst(logger);
    if (!Bridges.takes(logger)) {
      capture(log);
    }
  }

  private static void capture(LogRecord log) {
    Severity severity = of(log.getLevel());
    if (CAPTURE.wants(severity)) {
      CAPTURE.accept(of(log, severity));
    }
  }

  static io.obsagent.spi.logs.LogRecord of(LogRecord log) {
    return of(log, of(log.getLevel()));
  }

  private static Severity of(Level level) {
    Severity severity = JulLevels.severity(level);
    return severity == Severity.OFF ? Severity.ERROR : severity;
  }

  private static io.obsagent.spi.logs.LogRecord of(LogRecord log, Severity severity) {
    Object[] parameters = log.getParameters();
    String message = log.getMessage();
    Instant time = log.getInstant();
    return new io.obsagent.spi.logs.LogRecord(
        CAPTURE.framework(),
        time.getEpochSecond() * NANOS_PER_SECOND + time.getNano(),
        severity,
        log.getLevel().getName(),
        log.getLoggerName() == null ? "" : log.getLoggerName(),
        Thread.currentThread().getName(),
        LogCapture.message(() -> new Text().formatMessage(log), message),
        parameters == null || parameters.length == 0 ? null : message,
        log.getThrown(),
        Map.of(),
        List.of(),
        List.of(),
        LogFields.current());
  }

  /** The JDK's way of bundles and arguments. */
  private static final class Text extends Formatter {
    @Override
    public String format(LogRecord log) {
      return formatMessage(log);
    }
  }
}
