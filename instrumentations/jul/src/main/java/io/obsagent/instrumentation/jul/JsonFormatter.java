// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** In a formatter's place for one record. */
final class JsonFormatter extends Formatter {
  private static final Guard GUARD = Guard.of(JsonFormatter.class);

  /** Formatters that write lines for people; of any other it cannot be told. */
  private static final Set<String> TEXT =
      Set.of(
          "java.util.logging.SimpleFormatter",
          "org.springframework.boot.logging.java.SimpleFormatter");

  private static final WeakMap<Handler, JsonOutput> OUTPUTS = new WeakMap<>();

  private final Formatter original;
  private final Handler handler;

  private JsonFormatter(Formatter original, Handler handler) {
    this.original = original;
    this.handler = handler;
  }

  static @Nullable Formatter inPlaceOf(@Nullable Formatter formatter, Handler handler) {
    return formatter != null && TEXT.contains(formatter.getClass().getName())
        ? new JsonFormatter(formatter, handler)
        : formatter;
  }

  /** Called before it is. */
  static void opened(FileHandler handler) {
    JsonOutput output = OUTPUTS.isEmpty() ? null : OUTPUTS.get(handler);
    if (output != null) {
      output.rolled();
    }
  }

  static void closed(FileHandler handler) {
    JsonOutput output = OUTPUTS.isEmpty() ? null : OUTPUTS.get(handler);
    if (output != null) {
      output.closed();
    }
  }

  private static @Nullable Path file(Object handler) {
    return handler instanceof FileHandler writing ? HandlerAdvices.file(writing) : null;
  }

  @Override
  public String format(LogRecord log) {
    boolean instead = false;
    try {
      LogFormatter formatter = LogFormats.current();
      if (formatter != null && formatter.mode() == LogFormatter.Mode.OVERRIDE) {
        return new String(formatter.format(EventRecord.of(log)), StandardCharsets.UTF_8);
      }
      instead = formatter != null && isWrittenBeside(formatter, log);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? "" : original.format(log);
  }

  private boolean isWrittenBeside(LogFormatter formatter, LogRecord log) {
    JsonOutput output = OUTPUTS.get(handler);
    if (output == null) {
      output = OUTPUTS.putIfAbsent(handler, new JsonOutput(handler, JsonFormatter::file));
    }
    return output.isOn(formatter) && output.write(formatter, formatter.format(EventRecord.of(log)));
  }

  @Override
  public String getHead(Handler of) {
    return original.getHead(of);
  }

  @Override
  public String getTail(Handler of) {
    return original.getTail(of);
  }
}
