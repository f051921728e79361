// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as bytes, without an object or a text in between. Commas are the caller's. Not
 * thread-safe.
 */
public class JsonOutput extends ByteOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Structure, as it is. */
  public final void raw(String json) {
    writeUtf8(json);
  }

  /** A text with its quotes. */
  public final void string(String text) {
    writeByte('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        writeUtf8(text.substring(written, i));
        escape(c);
        written = i + 1;
      }
    }
    writeUtf8(written == 0 ? text : text.substring(written));
    writeByte('"');
  }

  private void escape(char c) {
    writeByte('\\');
    switch (c) {
      case '\n' -> writeByte('n');
      case '\r' -> writeByte('r');
      case '\t' -> writeByte('t');
      case '"', '\\' -> writeByte(c);
      default -> {
        writeUtf8("u00");
        writeByte(HEX[c >> 4]);
        writeByte(HEX[c & 0xf]);
      }
    }
  }

  /** A member with the comma before it; nothing without a value. */
  public final void member(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      writeByte(',');
      string(name);
      writeByte(':');
      string(value);
    }
  }

  /** Sixteen hexadecimal digits. */
  public final void hex(long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      writeByte(HEX[(int) (value >>> shift) & 0xf]);
    }
  }
}
