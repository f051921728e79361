// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.redact.Redaction;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** A stack trace on its way from {@code printStackTrace} into a string of JSON. */
final class StackTraceText extends Writer {
  private final JsonBuffer out;
  private final @Nullable Redaction redaction;
  private int left = JsonBuffer.MAX_TEXT;

  private StackTraceText(JsonBuffer out, @Nullable Redaction redaction) {
    this.out = out;
    this.redaction = redaction;
  }

  /** With quotes. What the application's exception throws instead leaves what was written. */
  static void write(Throwable thrown, JsonBuffer out, @Nullable Redaction redaction) {
    out.raw('"');
    try {
      thrown.printStackTrace(new PrintWriter(new StackTraceText(out, redaction)));
    } catch (RuntimeException | StackOverflowError unreadable) {
      out.text(" (" + unreadable.getClass().getName() + " instead of a stack trace)", 1_000);
    }
    out.raw('"');
  }

  @Override
  public void write(String text, int offset, int length) {
    if (left > 0) {
      String part = offset == 0 && length == text.length() ? text : sub(text, offset, length);
      out.text(redaction == null ? part : redaction.text(part), left);
      left -= length;
    }
  }

  private static String sub(String text, int offset, int length) {
    return text.substring(offset, offset + length);
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    write(new String(characters, offset, length), 0, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
