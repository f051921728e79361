// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.telemetry.WeakMap;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a record of java.util.logging was logged, for formatters that write it: the JDK looks for
 * it in the stack, once. Thread-safe.
 */
public final class JulCaller {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  /** A formatter reads its format when it is made. */
  private static final WeakMap<Formatter, Boolean> KNOWN = new WeakMap<>();

  private JulCaller() {}

  /** Of a record for a line in a formatter's place; null if that one does not write it. */
  public static @Nullable StackTraceElement of(LogRecord log, Formatter formatter) {
    Boolean known = KNOWN.get(formatter);
    if (known == null) {
      known = tells(formatter);
      KNOWN.put(formatter, known);
    }
    String type = known ? log.getSourceClassName() : null;
    String method = type == null ? null : log.getSourceMethodName();
    return type == null
        ? null
        : new StackTraceElement(type, method == null ? "" : method, null, -1);
  }

  private static boolean tells(Formatter formatter) {
    return switch (formatter.getClass().getName()) {
      case "org.apache.juli.OneLineFormatter" -> true;
      case "java.util.logging.SimpleFormatter" -> simpleTells();
      default -> false;
    };
  }

  /** The JDK's own format does. */
  private static boolean simpleTells() {
    String format = System.getProperty(FORMAT);
    format = format == null ? LogManager.getLogManager().getProperty(FORMAT) : format;
    return format == null || format.contains("%2$");
  }
}
