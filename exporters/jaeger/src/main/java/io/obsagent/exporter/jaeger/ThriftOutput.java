// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.exporter.transport.ByteOutput;

/**
 * What of Apache Thrift's encodings a batch of Jaeger needs. Fields of a struct come in the order
 * of their ids. Not thread-safe.
 */
abstract sealed class ThriftOutput extends ByteOutput permits BinaryOutput, CompactOutput {
  abstract void i32(int id, int value);

  abstract void i64(int id, long value);

  abstract void real(int id, double value);

  abstract void bool(int id, boolean value);

  abstract void string(int id, String value);

  abstract void binary(int id, byte[] value);

  /** A struct as a field; returns what {@link #endStruct} wants back. */
  abstract int beginStruct(int id);

  /** A struct as an element of a list. */
  abstract int beginElement();

  abstract void endStruct(int token);

  /** A list of structs whose size is not known yet; returns what {@link #endList} wants back. */
  abstract int beginList(int id);

  abstract void endList(int token, int count);
}
