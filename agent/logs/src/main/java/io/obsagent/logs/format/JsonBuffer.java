// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON (RFC 8259) as bytes of UTF-8, each value written once: no text, builder or encoder between.
 * Within quotes it leaves nothing that a terminal or a reader of lines would act upon: control
 * characters of ASCII and above, and U+2028 and U+2029, are escaped; a surrogate without its
 * partner, which has no UTF-8, becomes U+FFFD. Not thread-safe.
 */
final class JsonBuffer {
  /** A text that is longer is cut, and says how much is gone: 1 Mi characters. */
  static final int MAX_TEXT = 1 << 20;

  /** Of names; parsers have bounds for these, too: 1 Ki characters. */
  static final int MAX_NAME = 1 << 10;

  /** Beyond this a line takes no more attributes: 8 MiB. */
  static final int FULL = 8 << 20;

  private static final int FIRST = 2 << 10;
  private static final int KEPT = 64 << 10;
  private static final int CHUNK = 256;
  private static final int WIDEST = 6;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** For ASCII: 0 as it is, 1 as {@code \\u00xx}, else the letter after the backslash. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[FIRST];
  private int size;

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, 0x20, (byte) 1);
    escapes[0x7f] = 1;
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    return escapes;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size > FULL;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Takes back what was written after there were so many bytes. */
  void truncate(int length) {
    size = length;
  }

  /** Empties it; answers whether it is small enough to be kept. */
  boolean recycle() {
    size = 0;
    return bytes.length <= KEPT;
  }

  JsonBuffer raw(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
    return this;
  }

  JsonBuffer raw(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  JsonBuffer string(String text) {
    return raw('"').text(text, MAX_TEXT).raw('"');
  }

  /** A name and its colon, after a comma unless it is an object's first. */
  JsonBuffer name(String name) {
    return comma().raw('"').text(name, MAX_NAME).raw('"').raw(':');
  }

  /** A comma, unless an object or array has just been opened. */
  JsonBuffer comma() {
    byte last = bytes[size - 1];
    return last == '{' || last == '[' ? this : raw(',');
  }

  JsonBuffer number(long value) {
    if (value == Long.MIN_VALUE) {
      return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    if (value < 0) {
      return raw('-').number(-value);
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits(value, digits);
  }

  /** So many digits, with zeros in front. */
  JsonBuffer digits(long value, int count) {
    ensure(count);
    long rest = value;
    for (int i = size + count - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
    return this;
  }

  /** Part of a quoted string, escaped; what is beyond {@code max} characters is only counted. */
  JsonBuffer text(String text, int max) {
    int length = Math.min(text.length(), max);
    for (int i = 0; i < length; ) {
      i = chunk(text, i, Math.min(length, i + CHUNK));
    }
    if (length < text.length()) {
      text("… (" + (text.length() - length) + " more)", Integer.MAX_VALUE);
    }
    return this;
  }

  /** Answers where it has stopped: at the end or one behind it, after a pair of surrogates. */
  private int chunk(String text, int start, int end) {
    ensure((end - start + 1) * WIDEST);
    byte[] out = bytes;
    int at = size;
    int i = start;
    while (i < end) {
      char c = text.charAt(i++);
      if (c < 0x80) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
          out[at++] = (byte) c;
        } else {
          at = escape(out, at, c, escape);
        }
      } else if (c < 0x800) {
        if (c < 0xa0) {
          at = escape(out, at, c, (byte) 1);
        } else {
          out[at++] = (byte) (0xc0 | c >> 6);
          out[at++] = (byte) (0x80 | c & 0x3f);
        }
      } else if (c == 0x2028 || c == 0x2029) {
        at = escape(out, at, c, (byte) 1);
      } else if (!Character.isSurrogate(c)) {
        at = three(out, at, c);
      } else if (Character.isHighSurrogate(c)
          && i < text.length()
          && Character.isLowSurrogate(text.charAt(i))) {
        at = four(out, at, Character.toCodePoint(c, text.charAt(i++)));
      } else {
        at = three(out, at, (char) 0xfffd);
      }
    }
    size = at;
    return i;
  }

  private static int escape(byte[] out, int start, char c, byte escape) {
    int at = start;
    out[at++] = '\\';
    if (escape != 1) {
      out[at++] = escape;
      return at;
    }
    out[at++] = 'u';
    out[at++] = HEX[c >> 12];
    out[at++] = HEX[c >> 8 & 15];
    out[at++] = HEX[c >> 4 & 15];
    out[at++] = HEX[c & 15];
    return at;
  }

  private static int three(byte[] out, int at, char c) {
    out[at] = (byte) (0xe0 | c >> 12);
    out[at + 1] = (byte) (0x80 | c >> 6 & 0x3f);
    out[at + 2] = (byte) (0x80 | c & 0x3f);
    return at + 3;
  }

  private static int four(byte[] out, int at, int point) {
    out[at] = (byte) (0xf0 | point >> 18);
    out[at + 1] = (byte) (0x80 | point >> 12 & 0x3f);
    out[at + 2] = (byte) (0x80 | point >> 6 & 0x3f);
    out[at + 3] = (byte) (0x80 | point & 0x3f);
    return at + 4;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length << 1, size + more));
    }
  }
}
