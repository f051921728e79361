// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers and texts as few bytes as they need, written and read in turn. Not thread-safe. */
final class Bytes {
  private byte[] bytes;
  private int position;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static Bytes toWrite() {
    return new Bytes(new byte[1_024]);
  }

  static Bytes toRead(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** What was written; it begins anew. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, position);
    position = 0;
    return taken;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  int position() {
    return position;
  }

  /** As they are, without their number. */
  void raw(byte[] from, int length) {
    room(length);
    System.arraycopy(from, 0, bytes, position, length);
    position += length;
  }

  private void room(int size) {
    if (position + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + size));
    }
  }

  void fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[position++] = (byte) (value >>> shift);
    }
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }

  /** Small numbers, of either sign, in one byte. */
  void number(long value) {
    room(10);
    long left = value << 1 ^ value >> 63;
    while ((left & ~0x7fL) != 0) {
      bytes[position++] = (byte) (left & 0x7f | 0x80);
      left >>>= 7;
    }
    bytes[position++] = (byte) left;
  }

  long number() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value >>> 1 ^ -(value & 1);
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, position, utf8.length);
    position += utf8.length;
  }

  String text() {
    int length = (int) number();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }
}
