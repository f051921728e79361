// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Strings as Go writes them in source. A byte that is no UTF-8 (from {@code \xff}) is held as the
 * lone surrogate U+DC00 plus the byte, which no well-formed text contains.
 */
final class Quoting {
  private static final char BAD_BYTE = '\udc00';

  private Quoting() {}

  /** In double quotes, with escapes. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      escape(out, text.codePointAt(i), '"');
    }
    return out.append('"').toString();
  }

  /** In single quotes, with escapes. */
  static String quoteChar(int codePoint) {
    StringBuilder out = new StringBuilder(8).append('\'');
    escape(out, codePoint, '\'');
    return out.append('\'').toString();
  }

  private static void escape(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 0x0b -> out.append("\\v");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (c > BAD_BYTE && c <= BAD_BYTE + 0xff) {
          hex(out.append("\\x"), c - BAD_BYTE, 2);
        } else if (c < 0x20 || c == 0x7f) {
          hex(out.append("\\x"), c, 2);
        } else if (Character.isISOControl(c) || !Character.isDefined(c)) {
          hex(out.append(c > 0xffff ? "\\U" : "\\u"), c, c > 0xffff ? 8 : 4);
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit(value >> shift & 0xf, 16));
    }
  }

  /** Whether a text is well-formed and not empty: all that a label name needs to be. */
  static boolean isLabelName(String name) {
    return !name.isEmpty() && isWellFormed(name);
  }

  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (!Character.isHighSurrogate(c)
          || i + 1 == text.length()
          || !Character.isLowSurrogate(text.charAt(++i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a name can stand without quotes. */
  static boolean isPlainName(String name, boolean colonAllowed) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      boolean digit = i > 0 && c >= '0' && c <= '9';
      if (!letter && !digit && !(colonAllowed && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** The value of a literal that the lexer has accepted, quotes included. */
  static String unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(inner.length());
    int i = 0;
    while (i < inner.length()) {
      int c = inner.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\\') {
        i = unescape(inner, i, bytes);
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return decode(bytes.toByteArray());
  }

  private static int unescape(String text, int at, ByteArrayOutputStream out) {
    char c = text.charAt(at);
    int base = c == 'x' || c == 'u' || c == 'U' ? 16 : 8;
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : c >= '0' && c <= '7' ? 3 : 0;
    if (digits == 0) {
      int index = "abfnrtv".indexOf(c);
      out.write(index < 0 ? c : "\u0007\b\f\n\r\t\u000b".charAt(index));
      return at + 1;
    }
    int from = base == 16 ? at + 1 : at;
    int value = Integer.parseUnsignedInt(text.substring(from, from + digits), base);
    if (c == 'u' || c == 'U') {
      out.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
    } else {
      out.write(value);
    }
    return from + digits;
  }

  private static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int length = sequenceLength(bytes[i]);
      String one =
          length == 0 || i + length > bytes.length
              ? "\ufffd"
              : new String(bytes, i, length, StandardCharsets.UTF_8);
      boolean replacement = length == 3 && bytes[i] == (byte) 0xef && bytes[i + 1] == (byte) 0xbf;
      if (one.indexOf('\ufffd') >= 0 && !replacement) {
        out.append((char) (BAD_BYTE + (bytes[i] & 0xff)));
        i++;
      } else {
        out.append(one);
        i += length;
      }
    }
    return out.toString();
  }

  private static int sequenceLength(byte first) {
    int b = first & 0xff;
    return b < 0x80 ? 1 : b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
  }
}
