// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Set;
import org.apache.log4j.Appender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Layout;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.WriterAppender;
import org.apache.log4j.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Stands in an appender's layout's place: JSON while that is wanted, what the application has
 * configured when it no longer is. A file that is opened or closed is told of by its header and
 * footer, and the file beside it follows.
 */
final class JsonLayout extends Layout {
  private static final Guard GUARD = Guard.of(JsonLayout.class);

  /** Layouts that write lines for people; of any other it cannot be told. */
  private static final Set<String> TEXT =
      Set.of(
          "org.apache.log4j.EnhancedPatternLayout",
          "org.apache.log4j.PatternLayout",
          "org.apache.log4j.SimpleLayout",
          "org.apache.log4j.TTCCLayout");

  /** Weak values, for a layout may know its appender. */
  private static final WeakMap<Appender, WeakReference<JsonLayout>> STANDING = new WeakMap<>();

  /** Of a pattern that tells where something was logged. */
  private static final Set<String> CALLER_WORDS =
      Set.of("C", "class", "F", "file", "l", "L", "line", "M", "method");

  private final Layout original;
  private final boolean tellsCaller;
  private final JsonOutput output;

  /**
   * Whether the last event was written as JSON, its exception with it. Under the appender's lock.
   */
  private boolean wrote;

  private JsonLayout(Layout original, WriterAppender appender) {
    this.original = original;
    this.tellsCaller = JsonOutput.asksForCaller(pattern(original), CALLER_WORDS);
    this.output = new JsonOutput(appender, JsonLayout::file);
  }

  static void exchange(WriterAppender appender) {
    if (STANDING.get(appender) == null) {
      Layout layout = appender.getLayout();
      if (layout != null && writesText(layout)) {
        appender.setLayout(new JsonLayout(layout, appender));
      }
    }
  }

  /** Called before the appender has it. */
  static void isSet(Appender appender, @Nullable Object layout) {
    if (layout instanceof JsonLayout json) {
      STANDING.put(appender, new WeakReference<>(json));
    } else if (!STANDING.isEmpty()) {
      STANDING.remove(appender);
    }
  }

  /** Lines for people, of one that does not write JSON itself. */
  private static boolean writesText(Layout layout) {
    return TEXT.contains(layout.getClass().getName()) && !JsonOutput.isJson(pattern(layout));
  }

  private static @Nullable String pattern(Layout layout) {
    if (layout instanceof PatternLayout by) {
      return by.getConversionPattern();
    }
    try {
      // EnhancedPatternLayout came with 1.2.16.
      return (String) layout.getClass().getMethod("getConversionPattern").invoke(layout);
    } catch (ReflectiveOperationException hasNone) {
      return null;
    }
  }

  private static @Nullable Path file(Object appender) {
    String file = appender instanceof FileAppender writing ? writing.getFile() : null;
    return file == null ? null : Path.of(file);
  }

  Layout original() {
    return original;
  }

  @Override
  public String format(LoggingEvent event) {
    String text = null;
    try {
      LogFormatter formatter = LogFormats.current();
      if (formatter != null && output.isOn(formatter)) {
        text = output.text(formatter, EventRecord.forLine(event, tellsCaller));
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    wrote = text != null;
    return text == null ? original.format(event) : text;
  }

  /** If so, the appender writes the exception itself. */
  @Override
  public boolean ignoresThrowable() {
    return !wrote && original.ignoresThrowable();
  }

  @Override
  public @Nullable String getHeader() {
    boolean instead = false;
    try {
      output.rolled();
      instead = isInstead();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? null : original.getHeader();
  }

  @Override
  public @Nullable String getFooter() {
    boolean instead = false;
    try {
      output.closed();
      instead = isInstead();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? null : original.getFooter();
  }

  private static boolean isInstead() {
    LogFormatter formatter = LogFormats.current();
    return formatter != null && formatter.mode() != LogFormatter.Mode.BESIDE;
  }

  @Override
  public String getContentType() {
    return original.getContentType();
  }

  @Override
  public void activateOptions() {
    original.activateOptions();
  }
}
