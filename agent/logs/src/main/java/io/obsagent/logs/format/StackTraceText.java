// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.redact.Redaction;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace as {@link Throwable#printStackTrace()} has it, as a string of JSON, in the buffer
 * at once. For one exception.
 */
final class StackTraceText {
  private static final StackTraceElement[] NONE = {};

  private final JsonBuffer out;
  private final @Nullable Redaction redaction;
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>(4));
  private int left = JsonBuffer.MAX_TEXT;

  private StackTraceText(JsonBuffer out, @Nullable Redaction redaction) {
    this.out = out;
    this.redaction = redaction;
  }

  /** With quotes. What the application's exception throws instead leaves what was written. */
  static void write(Throwable thrown, JsonBuffer out, @Nullable Redaction redaction) {
    out.raw('"');
    try {
      new StackTraceText(out, redaction).append(thrown, "", "", NONE);
    } catch (RuntimeException | StackOverflowError unreadable) {
      out.text(" (" + unreadable.getClass().getName() + " instead of a stack trace)", 1_000);
    }
    out.raw('"');
  }

  private void append(
      Throwable thrown, String indent, String caption, StackTraceElement[] enclosing) {
    if (left <= 0) {
      return;
    }
    if (!seen.add(thrown)) {
      line(indent + caption + "[CIRCULAR REFERENCE: " + thrown + "]\n");
      return;
    }
    line(indent + caption + thrown + '\n');
    StackTraceElement[] trace = thrown.getStackTrace();
    int common = inCommon(trace, enclosing);
    for (int i = 0; i < trace.length - common && left > 0; i++) {
      frame(indent, trace[i]);
    }
    if (common > 0) {
      line(indent + "\t... " + common + " more\n");
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      append(suppressed, indent + '\t', "Suppressed: ", trace);
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      append(cause, indent, "Caused by: ", trace);
    }
  }

  private void line(String text) {
    if (left > 0) {
      out.text(redaction == null ? text : redaction.text(text), left);
      left -= text.length();
    }
  }

  private void frame(String indent, StackTraceElement frame) {
    if (redaction != null) {
      line(indent + "\tat " + frame + '\n');
      return;
    }
    if (!indent.isEmpty()) {
      out.text(indent, left);
    }
    byte[] json = FrameText.of(frame);
    out.raw(json);
    left -= indent.length() + json.length;
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
}
