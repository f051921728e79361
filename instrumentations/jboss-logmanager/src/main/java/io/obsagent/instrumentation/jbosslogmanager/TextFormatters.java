// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.instrumentation.shared.logging.JulCaller;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.logging.Formatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** Formatters that write lines for people, and not JSON or XML. */
final class TextFormatters {
  private static final Set<String> NAMES =
      Set.of(
          "java.util.logging.SimpleFormatter",
          "org.jboss.logmanager.formatters.ColorPatternFormatter",
          "org.jboss.logmanager.formatters.PatternFormatter");

  /** Of a pattern that tells where something was logged. */
  private static final Set<String> CALLER_WORDS = Set.of("C", "F", "l", "L", "M");

  /** Formatters that hand on to one, and put a banner before all of it. */
  private static final String DELEGATING = "org.jboss.logmanager.ExtFormatter$Delegating";

  private static final WeakMap<Formatter, Boolean> KNOWN = new WeakMap<>();

  private TextFormatters() {}

  static boolean include(Formatter formatter) {
    Boolean known = KNOWN.get(formatter);
    if (known == null) {
      known = writesText(formatter);
      KNOWN.put(formatter, known);
    }
    return known;
  }

  /** Where it was logged, for a formatter that writes it; null for one that does not. */
  static @Nullable StackTraceElement caller(ExtLogRecord log, Formatter formatter) {
    Object last = last(formatter);
    if (!(last instanceof PatternFormatter by)) {
      return last instanceof Formatter other ? JulCaller.of(log, other) : null;
    }
    String type =
        JsonOutput.asksForCaller(by.getPattern(), CALLER_WORDS) ? log.getSourceClassName() : null;
    String method = type == null ? null : log.getSourceMethodName();
    return type == null
        ? null
        : new StackTraceElement(
            type, method == null ? "" : method, log.getSourceFileName(), log.getSourceLineNumber());
  }

  private static Object last(Formatter formatter) {
    Object last = formatter;
    for (Object each = formatter; each != null; each = delegate(each)) {
      last = each;
    }
    return last;
  }

  private static boolean writesText(Formatter formatter) {
    Object last = last(formatter);
    return NAMES.contains(last.getClass().getName())
        && !(last instanceof PatternFormatter by && JsonOutput.isJson(by.getPattern()));
  }

  private static @Nullable Object delegate(Object formatter) {
    for (Class<?> type = formatter.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(DELEGATING)) {
        try {
          Field delegate = type.getDeclaredField("delegate");
          delegate.setAccessible(true);
          return delegate.get(formatter);
        } catch (ReflectiveOperationException | RuntimeException closed) {
          return null;
        }
      }
    }
    return null;
  }
}
