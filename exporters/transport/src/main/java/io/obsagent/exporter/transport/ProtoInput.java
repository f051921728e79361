// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.util.Arrays;

/**
 * Reads the fields of a protobuf message one after the other. A field that is cut is the last one,
 * with what there is of it; what is malformed ends the message. Not thread-safe.
 */
public final class ProtoInput {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final byte[] message;
  private int position;
  private boolean broken;
  private boolean cut;
  private int tag;
  private long number;
  private byte[] bytes = {};

  public ProtoInput(byte[] message) {
    this.message = message;
  }

  /** Reads the next field; whether there was one. */
  public boolean next() {
    if (broken || position == message.length) {
      return false;
    }
    tag = (int) varint();
    switch (tag & 7) {
      case VARINT -> number = varint();
      case FIXED64 -> bytes = take(8);
      case LENGTH -> bytes = take(varint());
      case FIXED32 -> bytes = take(4);
      default -> broken = true;
    }
    return !broken;
  }

  /** The field's number, shifted by three, and its wire type. */
  public int tag() {
    return tag;
  }

  public long number() {
    return number;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Whether nothing was malformed or cut so far. */
  public boolean isWhole() {
    return !broken && !cut;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64 && position < message.length; shift += 7) {
      byte next = message[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    broken = true;
    return 0;
  }

  private byte[] take(long length) {
    int begin = position;
    cut |= length < 0 || length > message.length - begin;
    position += (int) Math.min(message.length - begin, Math.max(0, length));
    return Arrays.copyOfRange(message, begin, position);
  }
}
