// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.exporter.transport.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Frames of HTTP/2 (<a href="https://www.rfc-editor.org/rfc/rfc9113#section-4">RFC 9113, section
 * 4</a>), read and written through buffers of bounded size. Not thread-safe.
 */
final class Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 0x1;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  /** What every peer takes, and what this one takes at most. */
  static final int MAX_PAYLOAD = 16_384;

  private static final int HEAD = 9;

  private final Connection connection;
  private final ByteBuffer input = ByteBuffer.allocate(2 * (HEAD + MAX_PAYLOAD)).flip();
  private final ByteOutput output = new ByteOutput();

  /** The frame that was read last. */
  int type;

  int flags;
  int stream;
  ByteBuffer payload = input;

  Frames(Connection connection) {
    this.connection = connection;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Begins a frame, which is sent with the next {@link #flush}. */
  ByteOutput write(int length, int frameType, int frameFlags, int frameStream) {
    output.writeByte(length >> 16);
    output.writeByte(length >> 8);
    output.writeByte(length);
    output.writeByte(frameType);
    output.writeByte(frameFlags);
    output.writeIntBigEndian(frameStream);
    return output;
  }

  /** For what comes before the first frame. */
  ByteOutput writeRaw() {
    return output;
  }

  void flush(long deadlineNanos) throws IOException {
    if (output.size() > 0) {
      connection.write(output.view(), deadlineNanos);
      output.clear();
    }
  }

  /** Waits for a frame. */
  void read(long deadlineNanos) throws IOException {
    while (!parse()) {
      input.compact();
      int read;
      try {
        read = connection.read(input, deadlineNanos);
      } finally {
        input.flip();
      }
      if (read < 0) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
    }
  }

  /** Reads a frame if one is there already. */
  boolean readAvailable() throws IOException {
    while (!parse()) {
      input.compact();
      int read;
      try {
        read = connection.readAvailable(input);
      } finally {
        input.flip();
      }
      if (read < 0) {
        throw new EOFException("the connection was closed");
      }
      if (read == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean parse() throws ProtocolException {
    if (input.remaining() < HEAD) {
      return false;
    }
    int at = input.position();
    int length = (input.getShort(at) & 0xffff) << 8 | input.get(at + 2) & 0xff;
    if (length > MAX_PAYLOAD) {
      throw new ProtocolException("the answer is not HTTP/2, or a frame of it is too large");
    }
    if (input.remaining() < HEAD + length) {
      return false;
    }
    type = input.get(at + 3) & 0xff;
    flags = input.get(at + 4) & 0xff;
    stream = input.getInt(at + 5) & 0x7fff_ffff;
    payload = input.slice(at + HEAD, length);
    input.position(at + HEAD + length);
    return true;
  }

  /** Takes padding and priority off the payload. */
  void strip() throws ProtocolException {
    int padding = has(PADDED) && payload.hasRemaining() ? payload.get() & 0xff : 0;
    int priority = type == HEADERS && has(PRIORITY) ? 5 : 0;
    if (payload.remaining() < padding + priority) {
      throw new ProtocolException("a frame of the answer is shorter than its padding");
    }
    payload.position(payload.position() + priority).limit(payload.limit() - padding);
  }

  void expect(int length) throws ProtocolException {
    if (payload.remaining() != length) {
      throw new ProtocolException("a frame of type " + type + " has a wrong length");
    }
  }
}
