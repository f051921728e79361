// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

/**
 * <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">The
 * compact protocol</a>: field ids as differences, numbers as zigzag varints.
 */
final class CompactOutput extends ThriftOutput {
  private static final int STOP = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private static final int PROTOCOL = 0x82;
  private static final int VERSION = 1;
  private static final int ONE_WAY = 4;

  /** A list of up to this many elements has a header of one byte. */
  private static final int SHORT_LIST = 14;

  private int lastId;

  /** Begins a call that expects no answer; its arguments are the struct that follows. */
  void beginCall(String method) {
    writeByte(PROTOCOL);
    writeByte(ONE_WAY << 5 | VERSION);
    writeVarint(0);
    text(method);
    lastId = 0;
  }

  private void header(int type, int id) {
    writeByte(id - lastId << 4 | type);
    lastId = id;
  }

  @Override
  void i32(int id, int value) {
    header(I32, id);
    writeVarint((value << 1 ^ value >> 31) & 0xffffffffL);
  }

  @Override
  void i64(int id, long value) {
    header(I64, id);
    writeVarint(value << 1 ^ value >> 63);
  }

  @Override
  void real(int id, double value) {
    header(DOUBLE, id);
    writeLongLittleEndian(Double.doubleToRawLongBits(value));
  }

  @Override
  void bool(int id, boolean value) {
    header(value ? TRUE : FALSE, id);
  }

  @Override
  void string(int id, String value) {
    header(BINARY, id);
    text(value);
  }

  private void text(String value) {
    int room = value.length() < 128 ? 1 : 2;
    int begin = beginLength(room);
    writeUtf8(value);
    endLength(begin, room);
  }

  @Override
  void binary(int id, byte[] value) {
    header(BINARY, id);
    writeVarint(value.length);
    writeBytes(value);
  }

  @Override
  int beginStruct(int id) {
    header(STRUCT, id);
    return beginElement();
  }

  @Override
  int beginElement() {
    int outer = lastId;
    lastId = 0;
    return outer;
  }

  @Override
  void endStruct(int token) {
    writeByte(STOP);
    lastId = token;
  }

  @Override
  int beginList(int id) {
    header(LIST, id);
    return beginLength(1);
  }

  @Override
  void endList(int token, int count) {
    if (count <= SHORT_LIST) {
      bytes[token - 1] = (byte) (count << 4 | STRUCT);
      return;
    }
    int size = varintSize(count);
    int length = position - token;
    ensure(size);
    System.arraycopy(bytes, token, bytes, token + size, length);
    bytes[token - 1] = (byte) (0xf0 | STRUCT);
    position = token;
    writeVarint(count);
    position = token + size + length;
  }
}
