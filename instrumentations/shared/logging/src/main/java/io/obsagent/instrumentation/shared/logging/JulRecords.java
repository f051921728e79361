// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** Records of java.util.logging as the agent keeps them. */
public final class JulRecords {
  private JulRecords() {}

  public static Severity severity(Level level) {
    Severity severity = JulLevels.severity(level);
    return severity == Severity.OFF ? Severity.ERROR : severity;
  }

  /**
   * @param thread the name of the one that logged
   * @param fields of the span in whose context it was logged
   */
  public static LogRecord of(
      String framework,
      java.util.logging.LogRecord log,
      String thread,
      @Nullable LogFields fields) {
    Object[] parameters = log.getParameters();
    String message = log.getMessage();
    return new LogRecord(
        framework,
        LogCapture.nanos(log.getInstant()),
        severity(log.getLevel()),
        log.getLevel().getName(),
        log.getLoggerName() == null ? "" : log.getLoggerName(),
        thread,
        LogCapture.message(() -> new Text().formatMessage(log), message),
        parameters == null || parameters.length == 0 ? null : message,
        log.getThrown(),
        Map.of(),
        List.of(),
        List.of(),
        fields);
  }

  /** The JDK's way of bundles and arguments. */
  private static final class Text extends Formatter {
    @Override
    public String format(java.util.logging.LogRecord log) {
      return formatMessage(log);
    }
  }
}
