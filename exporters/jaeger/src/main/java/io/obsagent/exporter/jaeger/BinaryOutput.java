// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

/**
 * <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md">The
 * binary protocol</a>: all lengths have four bytes.
 */
final class BinaryOutput extends ThriftOutput {
  private static final int STOP = 0;
  private static final int BOOL = 2;
  private static final int DOUBLE = 4;
  private static final int I32 = 8;
  private static final int I64 = 10;
  private static final int STRING = 11;
  private static final int STRUCT = 12;
  private static final int LIST = 15;

  private void header(int type, int id) {
    writeByte(type);
    writeByte(id >> 8);
    writeByte(id);
  }

  @Override
  void i32(int id, int value) {
    header(I32, id);
    writeIntBigEndian(value);
  }

  @Override
  void i64(int id, long value) {
    header(I64, id);
    writeLongBigEndian(value);
  }

  @Override
  void real(int id, double value) {
    header(DOUBLE, id);
    writeLongBigEndian(Double.doubleToRawLongBits(value));
  }

  @Override
  void bool(int id, boolean value) {
    header(BOOL, id);
    writeByte(value ? 1 : 0);
  }

  @Override
  void string(int id, String value) {
    header(STRING, id);
    int begin = reserve();
    writeUtf8(value);
    patch(begin, position - begin);
  }

  @Override
  void binary(int id, byte[] value) {
    header(STRING, id);
    writeIntBigEndian(value.length);
    writeBytes(value);
  }

  @Override
  int beginStruct(int id) {
    header(STRUCT, id);
    return 0;
  }

  @Override
  int beginElement() {
    return 0;
  }

  @Override
  void endStruct(int token) {
    writeByte(STOP);
  }

  @Override
  int beginList(int id) {
    header(LIST, id);
    writeByte(STRUCT);
    return reserve();
  }

  @Override
  void endList(int token, int count) {
    patch(token, count);
  }

  private int reserve() {
    writeIntBigEndian(0);
    return position;
  }

  private void patch(int afterLength, int value) {
    int end = position;
    position = afterLength - 4;
    writeIntBigEndian(value);
    position = end;
  }
}
