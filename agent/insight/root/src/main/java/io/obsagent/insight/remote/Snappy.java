// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.remote;

import io.obsagent.exporter.transport.ByteOutput;
import java.io.IOException;

/**
 * Blocks of Snappy: reads all of them, and writes such as compress nothing.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">format</a>
 */
final class Snappy {
  private static final int LONGEST_SHORT_LITERAL = 60;

  private final byte[] input;
  private int position;
  private final byte[] output;
  private int size;

  private Snappy(byte[] input, int maxBytes) throws IOException {
    this.input = input;
    long length = 0;
    int shift = 0;
    int next;
    do {
      next = next();
      length |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next >= 0x80 && shift < 35);
    if (length > maxBytes) {
      throw new IOException("the answer has more than " + maxBytes + " bytes");
    }
    output = new byte[(int) length];
  }

  /**
   * @param maxBytes the most that may come of it
   * @throws IOException if it is no whole block of Snappy, or a larger one
   */
  static byte[] decode(byte[] block, int maxBytes) throws IOException {
    Snappy snappy = new Snappy(block, maxBytes);
    while (snappy.size < snappy.output.length) {
      snappy.element();
    }
    return snappy.output;
  }

  private void element() throws IOException {
    int tag = next();
    switch (tag & 3) {
      case 0 -> {
        int length = tag >> 2;
        literal(length < LONGEST_SHORT_LITERAL ? length : little(length - 59));
      }
      case 1 -> copy(4 + (tag >> 2 & 7), tag >> 5 << 8 | next());
      case 2 -> copy(1 + (tag >> 2), little(2));
      default -> copy(1 + (tag >> 2), little(4));
    }
  }

  private void literal(int lengthLessOne) throws IOException {
    int length = lengthLessOne + 1;
    if (length <= 0 || length > input.length - position || length > output.length - size) {
      throw broken();
    }
    System.arraycopy(input, position, output, size, length);
    position += length;
    size += length;
  }

  /** Byte by byte: what is copied may overlap what it becomes. */
  private void copy(int length, int offset) throws IOException {
    if (offset <= 0 || offset > size || length > output.length - size) {
      throw broken();
    }
    for (int i = 0; i < length; i++) {
      output[size] = output[size - offset];
      size++;
    }
  }

  private int little(int bytes) throws IOException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= next() << 8 * i;
    }
    return value;
  }

  private int next() throws IOException {
    if (position == input.length) {
      throw broken();
    }
    return input[position++] & 0xff;
  }

  private static IOException broken() {
    return new IOException("the answer is no whole block of Snappy");
  }

  /** Bytes as one block of literals. */
  static byte[] encode(byte[] bytes) {
    ByteOutput block = new ByteOutput();
    block.writeVarint(bytes.length);
    for (int at = 0; at < bytes.length; at += LONGEST_SHORT_LITERAL) {
      int length = Math.min(LONGEST_SHORT_LITERAL, bytes.length - at);
      block.writeByte(length - 1 << 2);
      block.writeBytes(bytes, at, length);
    }
    byte[] all = new byte[block.size()];
    block.view().get(all);
    return all;
  }
}
