// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** What is kept of a throwable: type, message and stack trace, each bounded. */
final class ErrorEvents {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  private static final int MAX_MESSAGE = 1_024;
  private static final int MAX_CAUSES = 8;

  private ErrorEvents() {}

  static Attributes describe(Throwable error) {
    return describe(error, true);
  }

  /**
   * @param messages false where messages quote data: those of databases name the values that they
   *     refuse, and whole statements
   */
  static Attributes describe(Throwable error, boolean messages) {
    String message = messages ? message(error) : null;
    String stackTrace = stackTrace(error, messages);
    String type = error.getClass().getName();
    return message == null
        ? Attributes.of(TYPE, type, STACK_TRACE, stackTrace)
        : Attributes.of(TYPE, type, MESSAGE, message, STACK_TRACE, stackTrace);
  }

  /** Exceptions of applications may fail at anything, their own message included. */
  private static @org.jspecify.annotations.Nullable String message(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null ? null : Bounds.cut(message, MAX_MESSAGE);
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  static String stackTrace(Throwable error) {
    return stackTrace(error, true);
  }

  private static String stackTrace(Throwable error, boolean messages) {
    StringBuilder text = new StringBuilder(1_024);
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "Caused by: ").append(cause.getClass().getName());
      String message = messages ? message(cause) : null;
      if (message != null) {
        text.append(": ").append(message);
      }
      text.append('\n');
      appendFrames(text, cause);
      if (text.length() >= Bounds.VALUE_CHARS) {
        break;
      }
      cause = cause.getCause() == cause ? null : cause.getCause();
    }
    return Bounds.value(text.toString());
  }

  private static void appendFrames(StringBuilder text, Throwable error) {
    for (StackTraceElement frame : error.getStackTrace()) {
      if (text.length() >= Bounds.VALUE_CHARS) {
        return;
      }
      text.append("\tat ").append(frame).append('\n');
    }
  }
}
