// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/** An entry with the ids, and as the agent keeps it. It has what some writer asks for, no more. */
final class EntryRecord {
  static final LogCapture CAPTURE = new LogCapture("tinylog");

  private EntryRecord() {}

  /** Answers the entry for the writers. */
  static LogEntry capture(LogEntry entry, @Nullable String template) {
    LogFields fields = LogFields.current();
    Severity severity = severity(entry.getLevel());
    if (entry.getClassName() != null) {
      ProviderControl.logs(entry.getClassName());
    }
    if (CAPTURE.wants(severity)) {
      CAPTURE.accept(of(entry, severity, template, fields));
    }
    return fields == null || entry.getContext() == null ? entry : withIds(entry, fields);
  }

  /** For a writer, on whichever thread: the ids are among the context. */
  static LogRecord forLine(LogEntry entry) {
    return of(entry, severity(entry.getLevel()), null, null).at(caller(entry));
  }

  /** Where it was logged, which is all known if a pattern asks for more of that than the class. */
  private static @Nullable StackTraceElement caller(LogEntry entry) {
    String type = entry.getClassName();
    String method = entry.getMethodName();
    String file = entry.getFileName();
    return type == null || method == null || file == null
        ? null
        : new StackTraceElement(type, method, file, entry.getLineNumber());
  }

  private static LogRecord of(
      LogEntry entry, Severity severity, @Nullable String template, @Nullable LogFields fields) {
    Thread thread = entry.getThread() == null ? Thread.currentThread() : entry.getThread();
    return new LogRecord(
        CAPTURE.framework(),
        LogCapture.nanos(entry.getTimestamp().toInstant()),
        severity,
        entry.getLevel().toString(),
        entry.getClassName() == null ? "" : entry.getClassName(),
        thread.getName(),
        entry.getMessage() == null ? "" : entry.getMessage(),
        template,
        entry.getException(),
        entry.getContext() == null ? Map.of() : Map.copyOf(entry.getContext()),
        entry.getTag() == null ? List.of() : List.of(entry.getTag()),
        List.of(),
        fields);
  }

  private static LogEntry withIds(LogEntry entry, LogFields fields) {
    return new LogEntry(
        entry.getTimestamp(),
        entry.getThread(),
        LogIds.shared(entry.getContext(), fields),
        entry.getClassName(),
        entry.getMethodName(),
        entry.getFileName(),
        entry.getLineNumber(),
        entry.getTag(),
        entry.getLevel(),
        entry.getMessage(),
        entry.getException());
  }

  static Severity severity(Level level) {
    return switch (level) {
      case TRACE -> Severity.TRACE;
      case DEBUG -> Severity.DEBUG;
      case INFO -> Severity.INFO;
      case WARN -> Severity.WARN;
      default -> Severity.ERROR;
    };
  }
}
