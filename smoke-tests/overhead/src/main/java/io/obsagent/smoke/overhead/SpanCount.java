// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts the spans of a payload without decoding them.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers' encoding</a>
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md">
 *     Thrift's binary protocol</a>
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</a>
 */
final class SpanCount {
  private static final String UNKNOWN_TYPE = "span payload: unknown type ";

  private SpanCount() {}

  /** ExportTraceServiceRequest: field 1 resource spans, in it field 2 scope spans, 2 spans. */
  static int otlp(byte[] body) {
    return protobuf(ByteBuffer.wrap(body), 1, 2, 2);
  }

  private static int protobuf(ByteBuffer in, int... path) {
    int count = 0;
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) tag & 7) {
        case 0 -> varint(in);
        case 1 -> skip(in, 8);
        case 5 -> skip(in, 4);
        case 2 -> {
          int length = (int) varint(in);
          if (tag >>> 3 == path[0]) {
            count += path.length == 1 ? 1 : protobuf(in.slice(in.position(), length), tail(path));
          }
          skip(in, length);
        }
        default -> throw new IllegalArgumentException(UNKNOWN_TYPE + tag);
      }
    }
    return count;
  }

  private static int[] tail(int[] path) {
    return Arrays.copyOfRange(path, 1, path.length);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("span payload: number longer than 64 bits");
  }

  /** Jaeger's Batch: field 1 the process, field 2 the list of spans. */
  static int thrift(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    for (byte type = in.get(); type != 0; type = in.get()) {
      if (in.getShort() == 2) {
        in.get();
        return in.getInt();
      }
      skipThrift(in, type);
    }
    return 0;
  }

  private static void skipThrift(ByteBuffer in, byte type) {
    switch (type) {
      case 2, 3 -> skip(in, 1);
      case 6 -> skip(in, 2);
      case 8 -> skip(in, 4);
      case 4, 10 -> skip(in, 8);
      case 11 -> skip(in, in.getInt());
      case 12 -> {
        for (byte field = in.get(); field != 0; field = in.get()) {
          in.getShort();
          skipThrift(in, field);
        }
      }
      case 14, 15 -> {
        byte element = in.get();
        for (int left = in.getInt(); left > 0; left--) {
          skipThrift(in, element);
        }
      }
      default -> throw new IllegalArgumentException(UNKNOWN_TYPE + type);
    }
  }

  /** Lines of JSON, each an object with one key that says what it is. */
  static int elastic(byte[] body) {
    int count = 0;
    boolean start = true;
    for (int i = 0; i + 3 < body.length; i++) {
      if (start && body[i] == '{' && body[i + 1] == '"') {
        boolean transaction = body[i + 2] == 't';
        boolean span = body[i + 2] == 's' && body[i + 3] == 'p';
        count += transaction || span ? 1 : 0;
      }
      start = body[i] == '\n';
    }
    return count;
  }

  /** MessagePack: an array of traces, each an array of spans. */
  static int datadog(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    int count = 0;
    for (int traces = arrayLength(in); traces > 0; traces--) {
      int spans = arrayLength(in);
      count += spans;
      for (; spans > 0; spans--) {
        skipMessagePack(in);
      }
    }
    return count;
  }

  private static int arrayLength(ByteBuffer in) {
    int type = in.get() & 0xff;
    return switch (type) {
      case 0xdc -> in.getShort() & 0xffff;
      case 0xdd -> in.getInt();
      default -> {
        if (type >> 4 != 9) {
          throw new IllegalArgumentException(UNKNOWN_TYPE + type);
        }
        yield type & 0xf;
      }
    };
  }

  private static void skipMessagePack(ByteBuffer in) {
    int type = in.get() & 0xff;
    if (type < 0x80 || type >= 0xe0) {
      return; // the number is in the type
    } else if (type < 0x90) {
      skipValues(in, 2 * (type & 0xf));
    } else if (type < 0xa0) {
      skipValues(in, type & 0xf);
    } else if (type < 0xc0) {
      skip(in, type & 0x1f);
    } else {
      skipSized(in, type);
    }
  }

  private static void skipSized(ByteBuffer in, int type) {
    switch (type) {
      case 0xc0, 0xc2, 0xc3 -> skip(in, 0);
      case 0xcc, 0xd0 -> skip(in, 1);
      case 0xcd, 0xd1 -> skip(in, 2);
      case 0xca, 0xce, 0xd2 -> skip(in, 4);
      case 0xcb, 0xcf, 0xd3 -> skip(in, 8);
      case 0xc4, 0xd9 -> skip(in, in.get() & 0xff);
      case 0xc5, 0xda -> skip(in, in.getShort() & 0xffff);
      case 0xc6, 0xdb -> skip(in, in.getInt());
      case 0xdc -> skipValues(in, in.getShort() & 0xffff);
      case 0xdd -> skipValues(in, in.getInt());
      case 0xde -> skipValues(in, 2 * (in.getShort() & 0xffff));
      case 0xdf -> skipValues(in, 2 * in.getInt());
      default -> throw new IllegalArgumentException(UNKNOWN_TYPE + type);
    }
  }

  private static void skipValues(ByteBuffer in, int values) {
    for (int left = values; left > 0; left--) {
      skipMessagePack(in);
    }
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }
}
