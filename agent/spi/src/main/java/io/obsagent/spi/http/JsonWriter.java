// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) without reflection, one class instead of a library's hundred. Commas come
 * by themselves; numbers that JSON cannot say (NaN, infinite) become null. Not thread-safe.
 */
public final class JsonWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(256);
  private char[] closers = new char[64];
  private int depth;
  private boolean comma;

  public JsonWriter object() {
    return open('{', '}');
  }

  public JsonWriter array() {
    return open('[', ']');
  }

  /** Ends the innermost object or array. */
  public JsonWriter end() {
    out.append(closers[--depth]);
    comma = true;
    return this;
  }

  public JsonWriter name(String name) {
    separate();
    quote(name);
    out.append(':');
    comma = false;
    return this;
  }

  public JsonWriter value(@Nullable String value) {
    separate();
    if (value == null) {
      out.append("null");
    } else {
      quote(value);
    }
    return this;
  }

  public JsonWriter value(long value) {
    separate();
    out.append(value);
    return this;
  }

  public JsonWriter value(double value) {
    separate();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.append("null");
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    return this;
  }

  /** All its digits, without an exponent. */
  public JsonWriter value(BigDecimal value) {
    separate();
    out.append(value.toPlainString());
    return this;
  }

  public JsonWriter value(boolean value) {
    separate();
    out.append(value);
    return this;
  }

  public JsonWriter field(String name, @Nullable String value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, long value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, double value) {
    return name(name).value(value);
  }

  public JsonWriter field(String name, boolean value) {
    return name(name).value(value);
  }

  public byte[] toBytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private JsonWriter open(char opener, char closer) {
    separate();
    out.append(opener);
    if (depth == closers.length) {
      closers = Arrays.copyOf(closers, 2 * depth);
    }
    closers[depth++] = closer;
    comma = false;
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
    comma = true;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (isControl(c) || c == 0x2028 || c == 0x2029 || isLone(text, i)) {
        escape(c);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Those of ASCII must be escaped, those above may; YAML, whose part JSON is, has them so. */
  private static boolean isControl(char c) {
    return c < 0x20 || c >= 0x7f && c < 0xa0;
  }

  /** A surrogate without its partner has no UTF-8 form. */
  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private void escape(char c) {
    out.append("\\u").append(HEX[c >> 12]).append(HEX[(c >> 8) & 15]);
    out.append(HEX[(c >> 4) & 15]).append(HEX[c & 15]);
  }
}
