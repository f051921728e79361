// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was thrown as {@link Throwable#printStackTrace()} does, with causes and suppressed
 * ones, up to a length. The methods of an exception may be the application's: what they throw is
 * told in the place of what they would have answered. For one thread at a time.
 */
final class StackTraces {
  private static final int MOST_CAUSES = 32;

  private final int most;
  private final StringBuilder out = new StringBuilder();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param most characters
   */
  StackTraces(int most) {
    this.most = most;
  }

  String write(Throwable thrown) {
    out.setLength(0);
    seen.clear();
    try {
      append(thrown, "", "", new StackTraceElement[0]);
      return out.length() > most ? out.substring(0, most) : out.toString();
    } finally {
      seen.clear();
      if (out.capacity() > 4 * most) {
        out.setLength(0);
        out.trimToSize();
      }
    }
  }

  private void append(
      Throwable thrown, String indent, String caption, StackTraceElement[] enclosing) {
    if (out.length() > most || seen.size() >= MOST_CAUSES) {
      return;
    }
    out.append(indent).append(caption);
    if (!seen.add(thrown)) {
      out.append("[CIRCULAR REFERENCE: ").append(type(thrown)).append("]\n");
      return;
    }
    out.append(describe(thrown)).append('\n');
    StackTraceElement[] trace = trace(thrown);
    int own = trace.length - inCommon(trace, enclosing);
    for (int i = 0; i < own && out.length() <= most; i++) {
      out.append(indent).append("\tat ").append(trace[i]).append('\n');
    }
    if (own < trace.length) {
      out.append(indent).append("\t... ").append(trace.length - own).append(" more\n");
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      append(suppressed, indent + "\t", "Suppressed: ", trace);
    }
    Throwable cause = cause(thrown);
    if (cause != null) {
      append(cause, indent, "Caused by: ", trace);
    }
  }

  private static int inCommon(StackTraceElement[] trace, StackTraceElement[] enclosing) {
    int common = 0;
    while (common < trace.length
        && common < enclosing.length
        && trace[trace.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
      common++;
    }
    return common;
  }

  static String type(Throwable thrown) {
    return thrown.getClass().getName();
  }

  /** The message, or null. */
  static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) {
      return "(getMessage threw " + type(e) + ")";
    }
  }

  static StackTraceElement[] trace(Throwable thrown) {
    try {
      StackTraceElement[] trace = thrown.getStackTrace();
      return trace == null ? new StackTraceElement[0] : trace;
    } catch (Throwable e) {
      return new StackTraceElement[0];
    }
  }

  private static String describe(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (Throwable e) {
      return type(thrown) + " (toString threw " + type(e) + ")";
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }
}
