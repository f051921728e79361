// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace as {@link Throwable#printStackTrace()} has it, as a string of JSON, in the buffer
 * at once. For one exception.
 */
final class StackTraceText {
  private static final StackTraceElement[] NONE = {};

  /** Causes and suppressed ones. */
  private static final int MOST = 1_000;

  private final JsonBuffer out;
  private final @Nullable Redaction redaction;
  private final List<Throwable> seen = new ArrayList<>(4);
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
    if (left <= 0 || seen.size() == MOST) {
      return;
    }
    part(indent);
    part(caption);
    if (isSeen(thrown)) {
      line("[CIRCULAR REFERENCE: " + thrown + "]\n");
      return;
    }
    seen.add(thrown);
    line(String.valueOf(thrown.toString()));
    part("\n");
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

  private boolean isSeen(Throwable thrown) {
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i) == thrown) {
        return true;
      }
    }
    return false;
  }

  private void line(String text) {
    part(redaction == null ? text : redaction.text(text));
  }

  private void part(String text) {
    if (left > 0) {
      out.text(text, left);
      left -= text.length();
    }
  }

  private void frame(String indent, StackTraceElement frame) {
    if (redaction != null) {
      line(indent + "\tat " + frame + '\n');
      return;
    }
    part(indent);
    byte[] json = FrameText.of(frame);
    out.raw(json);
    left -= json.length;
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
