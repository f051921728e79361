// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * JSON from handlers of java.util.logging's kind. They ask themselves for their formatter for each
 * record: while {@code logging.format} is on, they find one of ours, for that record. Whoever else
 * asks finds what is configured. One constant per module:
 *
 * <pre>
 *   enter of publish:  Object token = FORMATS.begin(handler);
 *   exit:              HandlerFormats.end(token);
 * </pre>
 *
 * Thread-safe.
 */
public final class HandlerFormats {
  private static final Guard GUARD = Guard.of(HandlerFormats.class);

  private final Predicate<Formatter> isText;
  private final Function<Object, @Nullable Path> file;
  private final BiFunction<LogRecord, Formatter, io.obsagent.spi.logs.LogRecord> records;
  private final WeakMap<Handler, JsonOutput> outputs = new WeakMap<>();

  /**
   * @param isText whether a formatter writes lines for people, and not JSON or XML
   * @param file of a handler; null of a console
   * @param records for a line in the place of what a formatter would write
   */
  public HandlerFormats(
      Predicate<Formatter> isText,
      Function<Object, @Nullable Path> file,
      BiFunction<LogRecord, Formatter, io.obsagent.spi.logs.LogRecord> records) {
    this.isText = isText;
    this.file = file;
    this.records = records;
  }

  /** The handler writes a record on this thread. */
  public @Nullable Object begin(Handler handler) {
    return LogFormats.current() == null
        ? null
        : LogFormats.beginWriting(handler, formatter -> inPlaceOf(formatter, handler));
  }

  public static void end(@Nullable Object token) {
    if (token != null) {
      LogFormats.endWriting(token);
    }
  }

  /** The handler opens its file, perhaps anew or another one. */
  public void opened(Handler handler) {
    JsonOutput output = known(handler);
    if (output != null) {
      output.rolled();
    }
  }

  public void closed(Handler handler) {
    JsonOutput output = known(handler);
    if (output != null) {
      output.closed();
    }
  }

  private @Nullable JsonOutput known(Handler handler) {
    return LogFormats.areUsed() && !outputs.isEmpty() ? outputs.get(handler) : null;
  }

  private @Nullable Object inPlaceOf(@Nullable Object formatter, Handler handler) {
    return formatter instanceof Formatter original && isText.test(original)
        ? new InPlace(original, handler)
        : formatter;
  }

  private JsonOutput output(Handler handler) {
    JsonOutput output = outputs.get(handler);
    return output == null ? outputs.putIfAbsent(handler, new JsonOutput(handler, file)) : output;
  }

  /** In a formatter's place for one record. */
  private final class InPlace extends Formatter {
    private final Formatter original;
    private final Handler handler;

    InPlace(Formatter original, Handler handler) {
      this.original = original;
      this.handler = handler;
    }

    @Override
    public String format(LogRecord log) {
      String text = null;
      try {
        LogFormatter formatter = LogFormats.current();
        JsonOutput output = formatter == null ? null : output(handler);
        if (output != null && output.isOn(formatter)) {
          text = output.text(formatter, records.apply(log, original));
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return text == null ? original.format(log) : text;
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
}
