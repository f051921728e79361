// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An array of bytes that is filled from the front; read and searched anywhere. Not thread-safe. */
final class RecordBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  RecordBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return position;
  }

  /** From the front again. */
  void clear() {
    position = 0;
  }

  void put(int value) {
    bytes[position++] = (byte) value;
  }

  void putShort(int value) {
    put(value);
    put(value >> 8);
  }

  void putLong(long value) {
    LONG.set(bytes, position, value);
    position += 8;
  }

  /** Its length in three bytes, and its bytes in UTF-8. */
  void putText(String text) {
    int start = position + 3;
    int at = start;
    int i = 0;
    for (; i < text.length() && text.charAt(i) < 0x80; i++) {
      bytes[at++] = (byte) text.charAt(i);
    }
    if (i < text.length()) {
      byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(rest, 0, bytes, at, rest.length);
      at += rest.length;
    }
    int length = at - start;
    put(length);
    putShort(length >> 8);
    position = at;
  }

  byte getByte(int at) {
    return bytes[at];
  }

  /** Without a sign. */
  int getShort(int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  long getLong(int at) {
    return (long) LONG.get(bytes, at);
  }

  int textLength(int at) {
    return bytes[at] & 0xff | getShort(at + 1) << 8;
  }

  String text(int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /**
   * Whether the bytes between two places contain others, whatever the case of ASCII letters.
   *
   * @param needle in lower case, not empty
   */
  boolean contains(byte[] needle, int from, int end) {
    int lower = needle[0];
    int upper = lower >= 'a' && lower <= 'z' ? lower - 0x20 : lower;
    int last = end - needle.length;
    for (int i = from; i <= last; i++) {
      byte b = bytes[i];
      if ((b == lower || b == upper) && matches(needle, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(byte[] needle, int at) {
    for (int i = 1; i < needle.length; i++) {
      byte b = bytes[at + i];
      if (needle[i] != (b >= 'A' && b <= 'Z' ? b + 0x20 : b)) {
        return false;
      }
    }
    return true;
  }
}
