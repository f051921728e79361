// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing array of bytes that is written again for each batch. Encoders extend it. Not
 * thread-safe.
 */
public class ByteOutput {
  /** What is kept from one batch to the next; a rare giant batch must not stay on the heap. */
  private static final int KEPT_BYTES = 1 << 20;

  private static final int FIRST_BYTES = 16 << 10;

  protected byte[] bytes = new byte[FIRST_BYTES];
  protected int position;

  /** Begins anew. */
  public final void clear() {
    position = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  public final int size() {
    return position;
  }

  /** Cuts off what was written from there on. */
  public final void truncate(int size) {
    position = size;
  }

  /** What was written; a view that is good until the next write. */
  public final ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, position);
  }

  public final void writeByte(int value) {
    ensure(1);
    bytes[position++] = (byte) value;
  }

  public final void writeBytes(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, position, length);
    position += length;
  }

  public final void writeBytes(byte[] source) {
    writeBytes(source, 0, source.length);
  }

  /** UTF-8, with lone surrogates as question marks. */
  public final void writeUtf8(String text) {
    int length = text.length();
    ensure(length);
    byte[] target = bytes;
    int at = position;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        position = at;
        writeWideUtf8(text, i);
        return;
      }
      target[at++] = (byte) c;
    }
    position = at;
  }

  private void writeWideUtf8(String text, int from) {
    int length = text.length();
    ensure((length - from) * 3);
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[position++] = (byte) c;
      } else if (c < 0x800) {
        bytes[position++] = (byte) (0xc0 | c >> 6);
        bytes[position++] = (byte) (0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        bytes[position++] = (byte) (0xe0 | c >> 12);
        bytes[position++] = (byte) (0x80 | c >> 6 & 0x3f);
        bytes[position++] = (byte) (0x80 | c & 0x3f);
      } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[position++] = (byte) (0xf0 | point >> 18);
        bytes[position++] = (byte) (0x80 | point >> 12 & 0x3f);
        bytes[position++] = (byte) (0x80 | point >> 6 & 0x3f);
        bytes[position++] = (byte) (0x80 | point & 0x3f);
      } else {
        bytes[position++] = '?';
      }
    }
  }

  /** The value of up to 16 lower-case hexadecimal digits of an identifier. */
  public static long hexToLong(String hex, int from, int digits) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      char c = hex.charAt(i);
      value = value << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
  }

  public final void writeLongBigEndian(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[position++] = (byte) (value >> shift);
    }
  }

  public final void writeLongLittleEndian(long value) {
    ensure(8);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes[position++] = (byte) (value >> shift);
    }
  }

  public final void writeIntBigEndian(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[position++] = (byte) (value >> shift);
    }
  }

  /** Base-128, least significant group first, as protobuf and thrift's compact protocol have it. */
  public final void writeVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[position++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
  }

  /** Leaves room for a length that is not known yet: {@code room} bytes of varint. */
  public final int beginLength(int room) {
    ensure(room);
    position += room;
    return position;
  }

  /**
   * Writes the length of what came since {@code begin}; moves it if the room was a wrong guess.
   *
   * @param begin as {@link #beginLength} gave it
   * @param room as it was passed there
   */
  public final void endLength(int begin, int room) {
    int length = position - begin;
    int needed = varintSize(length);
    if (needed != room) {
      ensure(Math.max(0, needed - room));
      System.arraycopy(bytes, begin, bytes, begin + needed - room, length);
    }
    int end = begin + needed - room + length;
    position = begin - room;
    writeVarint(length);
    position = end;
  }

  public static int varintSize(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  protected final void ensure(int more) {
    if (bytes.length - position < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + more));
    }
  }
}
