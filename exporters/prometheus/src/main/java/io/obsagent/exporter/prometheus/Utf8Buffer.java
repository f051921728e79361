// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text to bytes through one small buffer. Not thread-safe. */
final class Utf8Buffer {
  private final OutputStream out;
  private final byte[] buffer = new byte[8192];
  private int length;

  Utf8Buffer(OutputStream out) {
    this.out = out;
  }

  Utf8Buffer text(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return encoded(text.substring(i));
      }
      put(c);
    }
    return this;
  }

  /** With backslash and line feed escaped, and quotes if asked for. */
  Utf8Buffer escaped(String text, boolean quotes) throws IOException {
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\n' || quotes && c == '"') {
        text(text.substring(plain, i));
        put('\\');
        put(c == '\n' ? 'n' : c);
        plain = i + 1;
      }
    }
    return text(plain == 0 ? text : text.substring(plain));
  }

  Utf8Buffer number(long value) throws IOException {
    return text(Long.toString(value));
  }

  Utf8Buffer number(double value) throws IOException {
    long whole = (long) value;
    if (Double.compare(value, whole) == 0 && Math.abs(value) < 1e15) {
      return number(whole);
    }
    if (Double.isInfinite(value)) {
      return text(value > 0 ? "+Inf" : "-Inf");
    }
    return text(Double.toString(value));
  }

  /** Milliseconds as seconds with three digits. */
  Utf8Buffer seconds(long millis) throws IOException {
    number(millis / 1000).text(".");
    int rest = (int) (millis % 1000);
    put((char) ('0' + rest / 100));
    put((char) ('0' + rest / 10 % 10));
    put((char) ('0' + rest % 10));
    return this;
  }

  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  private Utf8Buffer encoded(String text) throws IOException {
    flush();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private void put(char c) throws IOException {
    if (length == buffer.length) {
      flush();
    }
    buffer[length++] = (byte) c;
  }
}
