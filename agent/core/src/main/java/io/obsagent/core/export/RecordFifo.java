// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.nio.ByteBuffer;

/**
 * Records of bytes, first in, first out, each behind a number that counts up and its length. Not
 * thread-safe.
 */
final class RecordFifo {
  static final int HEAD = 12;

  private final ByteFifo bytes;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);
  private int count;

  /** Of the first record. */
  private long number;

  private int length;

  RecordFifo(ByteFifo.Spares spares) {
    this.bytes = new ByteFifo(spares);
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** Of all records, their heads included. */
  long bytes() {
    return bytes.size();
  }

  /** The first one's. */
  long number() {
    return number;
  }

  /** The first one's, without its head. */
  int length() {
    return length;
  }

  void put(long itsNumber, byte[] record, int itsLength) {
    head.clear().putLong(itsNumber).putInt(itsLength);
    bytes.put(head.array(), HEAD);
    bytes.put(record, itsLength);
    if (count++ == 0) {
      readHead();
    }
  }

  /** Takes the first one out. */
  void take(byte[] to) {
    bytes.skip(HEAD);
    bytes.take(to, length);
    gone();
  }

  /** Lets the first one go. */
  void drop() {
    bytes.skip(HEAD + length);
    gone();
  }

  private void gone() {
    if (--count > 0) {
      readHead();
    }
  }

  private void readHead() {
    bytes.peek(head.array(), HEAD);
    number = head.getLong(0);
    length = head.getInt(8);
  }
}
