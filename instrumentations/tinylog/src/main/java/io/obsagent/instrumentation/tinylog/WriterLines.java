// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.AbstractFormatPatternWriter;

/** Lines of JSON in the place of those that writers make by their patterns. */
final class WriterLines {
  private static final Guard GUARD = Guard.of(WriterLines.class);

  /** Those to consoles and files; lines to a syslog receiver stay as they are. */
  private static final Set<String> WRITERS =
      Set.of(
          "org.tinylog.writers.ConsoleWriter",
          "org.tinylog.writers.FileWriter",
          "org.tinylog.writers.RollingFileWriter",
          "org.tinylog.writers.SharedFileWriter");

  /** For each of them tinylog looks in the stack, and has the class with it. */
  private static final Set<LogEntryValue> PLACES =
      Set.of(LogEntryValue.METHOD, LogEntryValue.FILE, LogEntryValue.LINE);

  /** How a pattern begins whose lines are objects of JSON. */
  private static final String OBJECT = "{opening-curly-bracket}";

  private static final WeakMap<AbstractFormatPatternWriter, JsonOutput> OUTPUTS = new WeakMap<>();
  private static final WeakMap<Object, Path> FILES = new WeakMap<>();

  /** The file that has been opened on this thread, whose writer is not known yet. */
  private static final ThreadLocal<@Nullable Path> OPENED = new ThreadLocal<>();

  private WriterLines() {}

  static void created(AbstractFormatPatternWriter writer, @Nullable Object pattern) {
    boolean isJson = pattern instanceof String text && text.stripLeading().startsWith(OBJECT);
    if (!isJson && WRITERS.contains(writer.getClass().getName())) {
      OUTPUTS.put(writer, new JsonOutput(writer, FILES::get));
    }
  }

  /**
   * What a line of JSON wants to know of an event, too. All of it tinylog has at hand but the class
   * that logs, which it looks for in the stack: where no pattern asks for that or for the place in
   * it, it is only for those who begin with JSON.
   */
  static Collection<LogEntryValue> required(Collection<LogEntryValue> values) {
    Set<LogEntryValue> all =
        EnumSet.of(
            LogEntryValue.DATE,
            LogEntryValue.THREAD,
            LogEntryValue.CONTEXT,
            LogEntryValue.TAG,
            LogEntryValue.LEVEL,
            LogEntryValue.MESSAGE,
            LogEntryValue.EXCEPTION);
    if (LogFormats.current() != null || values.stream().anyMatch(PLACES::contains)) {
      all.add(LogEntryValue.CLASS);
    }
    all.addAll(values);
    return all;
  }

  /** What is written in an event's place, nothing included; or null for what is configured. */
  static @Nullable String line(AbstractFormatPatternWriter writer, LogEntry entry) {
    try {
      LogFormatter formatter = LogFormats.current();
      JsonOutput output = formatter == null ? null : OUTPUTS.get(writer);
      return output == null || !output.isOn(formatter)
          ? null
          : output.text(formatter, EntryRecord.forLine(entry));
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  static void opens(@Nullable String file) {
    if (file != null) {
      OPENED.set(Path.of(file));
    }
  }

  static void opened(AbstractFormatPatternWriter writer) {
    Path file = OPENED.get();
    if (file != null) {
      OPENED.remove();
      boolean again = FILES.get(writer) != null;
      FILES.put(writer, file);
      JsonOutput output = again && LogFormats.areUsed() ? OUTPUTS.get(writer) : null;
      if (output != null) {
        output.rolled();
      }
    }
  }

  static void closed(AbstractFormatPatternWriter writer) {
    JsonOutput output = LogFormats.areUsed() ? OUTPUTS.get(writer) : null;
    if (output != null) {
      output.closed();
    }
  }
}
