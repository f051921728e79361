// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.logs.LogFormatter.Beside;
import io.obsagent.spi.logs.LogFormatter.Mode;
import io.obsagent.spi.logs.LogRecord;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the JSON of one appender goes: in its lines' place, or to the file beside its file, which
 * is looked for again when the configuration changes or the file does. Knows its appender weakly.
 * Thread-safe.
 */
public final class JsonOutput {
  private final WeakReference<Object> appender;
  private final Function<Object, @Nullable Path> file;
  private volatile @Nullable Target target;

  /** What was found for a formatter; no file if the appender has none. */
  private record Target(LogFormatter formatter, @Nullable Path path, @Nullable Beside beside) {}

  /**
   * @param file of an appender; null of a console
   */
  public JsonOutput(Object appender, Function<Object, @Nullable Path> file) {
    this.appender = new WeakReference<>(appender);
    this.file = file;
  }

  /** Whether lines of a pattern are JSON already. */
  public static boolean isJson(@Nullable String pattern) {
    return pattern != null && pattern.stripLeading().startsWith("{");
  }

  /**
   * Whether lines of a pattern tell where they were logged: to find that out is dear. Each word
   * stands after a percent sign and, perhaps, a width.
   *
   * @param words of the framework's patterns that ask for it
   */
  public static boolean asksForCaller(@Nullable String pattern, Set<String> words) {
    if (pattern == null) {
      return false;
    }
    int length = pattern.length();
    for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', at + 1)) {
      int from = at + 1;
      while (from < length && "-.0123456789".indexOf(pattern.charAt(from)) >= 0) {
        from++;
      }
      int end = from;
      while (end < length && Character.isLetter(pattern.charAt(end))) {
        end++;
      }
      if (words.contains(pattern.substring(from, end))) {
        return true;
      }
    }
    return false;
  }

  /** Whether JSON is wanted of this appender. */
  public boolean isOn(LogFormatter formatter) {
    return formatter.mode() == Mode.OVERRIDE || target(formatter).beside() != null;
  }

  /**
   * Writes a line beside.
   *
   * @return whether the application's own shall not be written
   */
  public boolean write(LogFormatter formatter, byte[] line) {
    Beside beside = target(formatter).beside();
    if (beside == null) {
      return false;
    }
    beside.write(line);
    return formatter.mode() == Mode.REPLACE;
  }

  /**
   * JSON as text, once {@link #isOn}: what is written in an event's place, which may be nothing; or
   * null for what is configured.
   */
  public @Nullable String text(LogFormatter formatter, LogRecord record) {
    byte[] line = formatter.format(record);
    if (formatter.mode() == Mode.OVERRIDE) {
      return new String(line, StandardCharsets.UTF_8);
    }
    return write(formatter, line) ? "" : null;
  }

  /** The appender has opened its file anew, perhaps under another name. */
  public void rolled() {
    Target known = target;
    target = null;
    if (known != null && known.beside() != null) {
      if (known.path() != null && known.path().equals(path())) {
        known.beside().roll();
      } else {
        known.beside().close();
      }
    }
  }

  /** The appender has closed its file. */
  public void closed() {
    Target known = target;
    if (known != null && known.beside() != null) {
      known.beside().close();
    }
  }

  private Target target(LogFormatter formatter) {
    Target known = target;
    if (known == null || known.formatter() != formatter) {
      Path path = path();
      known = new Target(formatter, path, path == null ? null : formatter.beside(path));
      target = known;
    }
    return known;
  }

  private @Nullable Path path() {
    Object known = appender.get();
    return known == null ? null : file.apply(known);
  }
}
