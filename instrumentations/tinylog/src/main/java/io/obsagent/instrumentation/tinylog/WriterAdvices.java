// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.logs.LogFormats;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.AbstractFormatPatternWriter;

/** Advice for writers of lines by a pattern. */
final class WriterAdvices {
  private WriterAdvices() {}

  /** Advice for the constructor that all of them share. */
  static final class Create {
    private Create() {}

    @OnEnter
    static @Nullable Map<?, ?> enter(@Argument(0) @Nullable Map<?, ?> properties) {
      return properties;
    }

    @OnExit
    static void exit(
        @This AbstractFormatPatternWriter writer, @Token @Nullable Map<?, ?> properties) {
      if (properties != null) {
        WriterLines.created(writer, properties.get("format"));
      }
    }
  }

  /** Advice for {@code getRequiredLogEntryValues}, which is asked once. */
  static final class Required {
    private Required() {}

    @OnExit
    static @Nullable Collection<LogEntryValue> exit(
        @Return @Nullable Collection<LogEntryValue> values) {
      return values == null ? null : WriterLines.required(values);
    }
  }

  /** Advice for {@code render}. */
  static final class Render {
    private Render() {}

    @OnEnter
    static @Nullable String enter(
        @This AbstractFormatPatternWriter writer, @Argument(0) @Nullable LogEntry entry) {
      return entry == null || LogFormats.current() == null ? null : WriterLines.line(writer, entry);
    }

    @OnExit
    static @Nullable String exit(@Token @Nullable String line, @Return @Nullable String text) {
      return line == null ? text : line;
    }
  }

  /** Advice for {@code createByteArrayWriter}, which opens a file for one of the writers. */
  static final class Open {
    private Open() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable String file) {
      WriterLines.opens(file);
    }
  }

  /** Advice for the constructors of writers to files. */
  static final class CreateFile {
    private CreateFile() {}

    @OnExit
    static void exit(@This AbstractFormatPatternWriter writer) {
      WriterLines.opened(writer);
    }
  }

  /** Advice for {@code internalWrite}, which may open the next file. */
  static final class Write {
    private Write() {}

    @OnEnter
    static AbstractFormatPatternWriter enter(@This AbstractFormatPatternWriter writer) {
      return writer;
    }

    @OnExit
    static void exit(@Token @Nullable AbstractFormatPatternWriter writer) {
      if (writer != null) {
        WriterLines.opened(writer);
      }
    }
  }

  /** Advice for {@code close} of writers to files. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This AbstractFormatPatternWriter writer) {
      WriterLines.closed(writer);
    }
  }
}
