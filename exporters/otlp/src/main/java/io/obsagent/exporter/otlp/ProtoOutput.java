// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.ByteOutput;

/** The wire format of protocol buffers. Not thread-safe. */
class ProtoOutput extends ByteOutput {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  final void varintField(int field, long value) {
    writeByte(field << 3 | VARINT);
    writeVarint(value);
  }

  final void fixed64Field(int field, long value) {
    writeByte(field << 3 | FIXED64);
    writeLongLittleEndian(value);
  }

  /** Fields beyond 15 have a tag of two bytes. */
  final void fixed32Field(int field, int value) {
    writeVarint(field << 3 | FIXED32);
    ensure(4);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[position++] = (byte) (value >> shift);
    }
  }

  final void stringField(int field, String text) {
    int room = text.length() < 128 ? 1 : 2;
    int begin = beginMessage(field, room);
    writeUtf8(text);
    endLength(begin, room);
  }

  final void traceIdField(int field, long high, long low) {
    writeByte(field << 3 | LENGTH);
    writeByte(16);
    writeLongBigEndian(high);
    writeLongBigEndian(low);
  }

  final void spanIdField(int field, long id) {
    writeByte(field << 3 | LENGTH);
    writeByte(8);
    writeLongBigEndian(id);
  }

  /** To be ended by {@link #endLength} with the same room. */
  final int beginMessage(int field, int room) {
    writeByte(field << 3 | LENGTH);
    return beginLength(room);
  }

  /** The head of a packed field, which so many elements of eight bytes follow. */
  final void packedField(int field, int elements) {
    writeByte(field << 3 | LENGTH);
    writeVarint((long) elements * Long.BYTES);
  }
}
