// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.redact.Redaction;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/** What is kept of a throwable: type, message and stack trace, each redacted and bounded. */
final class ErrorEvents {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  private static final int MAX_MESSAGE = 1_024;
  private static final int MAX_CAUSES = 8;

  /** Room for the line that counts the frames left out. */
  private static final int MORE_CHARS = 24;

  private ErrorEvents() {}

  static Attributes describe(Throwable error) {
    return describe(error, true);
  }

  /**
   * @param messages false where messages quote data: those of databases name the values that they
   *     refuse, and whole statements
   */
  static Attributes describe(Throwable error, boolean messages) {
    boolean quotable = messages && !isFromDatabase(error);
    String message = quotable ? message(error) : null;
    String stackTrace = stackTrace(error, quotable);
    String type = error.getClass().getName();
    return message == null
        ? Attributes.of(TYPE, type, STACK_TRACE, stackTrace)
        : Attributes.of(TYPE, type, MESSAGE, message, STACK_TRACE, stackTrace);
  }

  /**
   * Whether a database's exception is somewhere below: frameworks put its message into their own.
   * By name, for a runtime may lack {@code java.sql}.
   */
  private static boolean isFromDatabase(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
        if (type.getName().equals("java.sql.SQLException")) {
          return true;
        }
      }
      cause = causeOf(cause);
    }
    return false;
  }

  /**
   * Without secrets, as far as these are known by their names or shapes. Exceptions of applications
   * may fail at anything, their own message included.
   */
  private static @Nullable String message(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null
          ? null
          : Bounds.cut(
              Redaction.standard().text(Bounds.cut(message, MAX_MESSAGE + Redaction.MARGIN)),
              MAX_MESSAGE);
    } catch (RuntimeException | Error e) {
      return null;
    }
  }

  private static @Nullable Throwable causeOf(Throwable error) {
    try {
      Throwable cause = error.getCause();
      return cause == error ? null : cause;
    } catch (RuntimeException | Error e) {
      return null;
    }
  }

  private static StackTraceElement[] framesOf(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (RuntimeException | Error e) {
      return new StackTraceElement[0];
    }
  }

  /** Each cause gets the same share of the room: the last one mostly tells the most. */
  private static String stackTrace(Throwable error, boolean messages) {
    StringBuilder text = new StringBuilder(1_024);
    int causes = countOf(error);
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < causes; depth++) {
      text.append(depth == 0 ? "" : "Caused by: ").append(cause.getClass().getName());
      String message = messages ? message(cause) : null;
      if (message != null) {
        text.append(": ").append(message);
      }
      text.append('\n');
      appendFrames(text, cause, Bounds.VALUE_CHARS * (depth + 1) / causes);
      cause = causeOf(cause);
    }
    return Bounds.value(text.toString());
  }

  /** The throwable and its causes, up to the bound. */
  private static int countOf(Throwable error) {
    int count = 0;
    for (Throwable cause = error; cause != null && count < MAX_CAUSES; cause = causeOf(cause)) {
      count++;
    }
    return count;
  }

  private static void appendFrames(StringBuilder text, Throwable error, int end) {
    StackTraceElement[] frames = framesOf(error);
    for (int i = 0; i < frames.length; i++) {
      int before = text.length();
      text.append("\tat ").append(frames[i]).append('\n');
      if (text.length() > end - MORE_CHARS && i < frames.length - 1) {
        text.setLength(before);
        text.append("\t... ").append(frames.length - i).append(" more\n");
        return;
      }
    }
  }
}
