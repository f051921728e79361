// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.spi.StandardLevel;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** An event as the agent keeps it: Log4j may use event, message and map again. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("log4j2");

  private static final long NANOS_PER_MILLI = 1_000_000;

  private EventRecord() {}

  static void capture(LogEvent event) {
    ContextControl.registerAll();
    Severity severity = of(event.getLevel());
    if (CAPTURE.wants(severity)) {
      LogFields fields = LogFields.current();
      CAPTURE.accept(of(event, severity, mdc(event.getContextData(), fields), fields));
    }
  }

  /**
   * For formatting: with the ids among the mapped context, on whichever thread.
   *
   * @param tellsCaller whether Log4j shall look where it was logged; what is asynchronous does so
   *     only if it includes the location
   */
  static LogRecord forLine(LogEvent event, boolean tellsCaller) {
    ReadOnlyStringMap data = event.getContextData();
    Map<String, String> mdc = data == null || data.isEmpty() ? Map.of() : data.toMap();
    LogRecord record = of(event, of(event.getLevel()), mdc, null);
    return tellsCaller ? record.at(event.getSource()) : record;
  }

  /** Who logs at OFF wants to be heard in any case. */
  private static Severity of(Level level) {
    Severity severity = severity(level);
    return severity == Severity.OFF ? Severity.FATAL : severity;
  }

  private static LogRecord of(
      LogEvent event, Severity severity, Map<String, String> mdc, @Nullable LogFields fields) {
    Message message = event.getMessage();
    return new LogRecord(
        CAPTURE.framework(),
        event.getTimeMillis() * NANOS_PER_MILLI,
        severity,
        event.getLevel().name(),
        event.getLoggerName() == null ? "" : event.getLoggerName(),
        event.getThreadName(),
        message == null ? "" : LogCapture.message(message::getFormattedMessage, template(message)),
        template(message),
        event.getThrown(),
        mdc,
        markers(event.getMarker()),
        MessageKind.isMap(message) ? fields((MapMessage<?, ?>) message) : List.of(),
        fields);
  }

  private static @Nullable String template(@Nullable Message message) {
    if (message == null || !MessageKind.isText(message)) {
      return null;
    }
    Object[] parameters = message.getParameters();
    String format = parameters == null || parameters.length == 0 ? null : message.getFormat();
    return format == null || format.isEmpty() ? null : format;
  }

  private static Map<String, String> mdc(
      @Nullable ReadOnlyStringMap data, @Nullable LogFields fields) {
    return data == null || data.isEmpty() ? Map.of() : LogIds.removed(data.toMap(), fields);
  }

  private static List<String> markers(@Nullable Marker marker) {
    if (marker == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    names.add(marker.getName());
    Marker[] parents = marker.getParents();
    if (parents != null) {
      for (Marker parent : parents) {
        names.add(parent.getName());
      }
    }
    return names;
  }

  private static List<Map.Entry<String, Object>> fields(MapMessage<?, ?> message) {
    List<Map.Entry<String, Object>> fields = new ArrayList<>();
    for (Map.Entry<String, ?> each : message.getData().entrySet()) {
      fields.add(Map.entry(each.getKey(), each.getValue() == null ? "" : each.getValue()));
    }
    return fields;
  }

  /** Levels of the application's own count as the next graver one of Log4j's. */
  static Severity severity(Level level) {
    int value = level.intLevel();
    if (value <= StandardLevel.OFF.intLevel()) {
      return Severity.OFF;
    }
    if (value <= StandardLevel.FATAL.intLevel()) {
      return Severity.FATAL;
    }
    if (value <= StandardLevel.ERROR.intLevel()) {
      return Severity.ERROR;
    }
    if (value <= StandardLevel.WARN.intLevel()) {
      return Severity.WARN;
    }
    if (value <= StandardLevel.INFO.intLevel()) {
      return Severity.INFO;
    }
    return value <= StandardLevel.DEBUG.intLevel() ? Severity.DEBUG : Severity.TRACE;
  }
}
