// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.exporter.transport.Connection;
import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.TlsSettings;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * As much of an HTTP/2 client (<a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>) as
 * unary calls need: one stream at a time, no push, no header table. It heeds the peer's windows and
 * its wish to go away, answers pings and acknowledges settings. After any failure it is to be
 * closed. For one thread; only {@link #close} may come from another.
 */
final class Http2Connection implements AutoCloseable {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int SETTING_HEADER_TABLE_SIZE = 1;
  private static final int SETTING_ENABLE_PUSH = 2;
  private static final int SETTING_INITIAL_WINDOW_SIZE = 4;
  private static final int DEFAULT_WINDOW = 65_535;

  /** A peer's answer is given back to its window in steps of this. */
  private static final int WINDOW_STEP = 16_384;

  /** A peer that sends more than this between two calls is not worth talking to. */
  private static final int MAX_IDLE_FRAMES = 1_000;

  private static final int CANCEL = 8;
  private static final int LAST_STREAM = 0x3fff_ffff;

  private final Connection connection;
  private final Frames frames;
  private int nextStream = 1;
  private int stream;
  private long connectionWindow = DEFAULT_WINDOW;
  private long streamWindow;
  private int initialWindow = DEFAULT_WINDOW;
  private int unreturned;
  private boolean goingAway;
  private GrpcReply reply = new GrpcReply();

  private Http2Connection(Connection connection) {
    this.connection = connection;
    this.frames = new Frames(connection);
  }

  static Http2Connection open(Endpoint endpoint, TlsSettings tls, long deadlineNanos)
      throws IOException {
    Connection connection = Connection.open(endpoint, tls, deadlineNanos, "h2");
    if (endpoint.tls() && !connection.protocol().equals("h2")) {
      connection.close();
      throw new ProtocolException("it does not speak HTTP/2 over TLS");
    }
    Http2Connection http2 = new Http2Connection(connection);
    http2.frames.writeRaw().writeBytes(PREFACE);
    ByteOutput settings = http2.frames.write(12, Frames.SETTINGS, 0, 0);
    writeSetting(settings, SETTING_HEADER_TABLE_SIZE, 0);
    writeSetting(settings, SETTING_ENABLE_PUSH, 0);
    return http2;
  }

  private static void writeSetting(ByteOutput output, int id, int value) {
    output.writeByte(id >> 8);
    output.writeByte(id);
    output.writeIntBigEndian(value);
  }

  /** Handles what has come since the last call; whether another may follow on this connection. */
  boolean isUsable() {
    try {
      int handled = 0;
      while (handled < MAX_IDLE_FRAMES && frames.readAvailable()) {
        handle();
        handled++;
      }
      return !goingAway && handled < MAX_IDLE_FRAMES && nextStream < LAST_STREAM;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the peer has begun to answer the last call. */
  boolean hasBegun() {
    return reply.hasBegun();
  }

  GrpcReply call(byte[] headers, ByteBuffer body, long deadlineNanos) throws IOException {
    stream = nextStream;
    nextStream += 2;
    streamWindow = initialWindow;
    reply = new GrpcReply();
    frames.write(headers.length, Frames.HEADERS, Frames.END_HEADERS, stream).writeBytes(headers);
    while (body.hasRemaining() && !reply.isComplete()) {
      long window = Math.min(connectionWindow, streamWindow);
      if (window <= 0) {
        frames.flush(deadlineNanos);
        frames.read(deadlineNanos);
        handle();
      } else {
        writeData(body, (int) Math.min(window, Frames.MAX_PAYLOAD));
      }
    }
    if (body.hasRemaining()) {
      // An answer before the end of the request: the rest of it is of no interest to the peer.
      frames.write(4, Frames.RST_STREAM, 0, stream).writeIntBigEndian(CANCEL);
    }
    frames.flush(deadlineNanos);
    while (!reply.isComplete()) {
      frames.read(deadlineNanos);
      handle();
      frames.flush(deadlineNanos);
    }
    return reply;
  }

  private void writeData(ByteBuffer body, int most) {
    int length = Math.min(body.remaining(), most);
    int flags = length == body.remaining() ? Frames.END_STREAM : 0;
    frames
        .write(length, Frames.DATA, flags, stream)
        .writeBytes(body.array(), body.arrayOffset() + body.position(), length);
    body.position(body.position() + length);
    connectionWindow -= length;
    streamWindow -= length;
  }

  private void handle() throws IOException {
    if (reply.inHeaders() && (frames.type != Frames.CONTINUATION || frames.stream != stream)) {
      throw new ProtocolException("the headers of the answer are interrupted");
    }
    switch (frames.type) {
      case Frames.DATA -> data();
      case Frames.HEADERS, Frames.CONTINUATION -> headers();
      case Frames.RST_STREAM -> reset();
      case Frames.SETTINGS -> settings();
      case Frames.PING -> ping();
      case Frames.GOAWAY -> goAway();
      case Frames.WINDOW_UPDATE -> windowUpdate();
      case Frames.PUSH_PROMISE -> throw new ProtocolException("the peer pushes though it may not");
      default -> {
        // Frames of unknown types are to be ignored.
      }
    }
  }

  private void data() throws ProtocolException {
    unreturned += frames.payload.remaining();
    if (unreturned >= WINDOW_STEP) {
      frames.write(4, Frames.WINDOW_UPDATE, 0, 0).writeIntBigEndian(unreturned);
      unreturned = 0;
    }
    frames.strip();
    if (frames.stream == stream) {
      reply.data(frames.payload, frames.has(Frames.END_STREAM));
    }
  }

  private void headers() throws ProtocolException {
    if (frames.type == Frames.HEADERS) {
      frames.strip();
    }
    if (frames.stream != stream) {
      throw new ProtocolException("headers came for a call that was not made");
    }
    boolean endStream = frames.type == Frames.HEADERS && frames.has(Frames.END_STREAM);
    reply.headers(frames.payload, endStream, frames.has(Frames.END_HEADERS));
  }

  private void reset() throws ProtocolException {
    frames.expect(4);
    int code = frames.payload.getInt();
    if (frames.stream == stream && !reply.isComplete()) {
      throw new ProtocolException("the call was reset with code " + code);
    }
  }

  private void settings() throws ProtocolException {
    if (frames.has(Frames.ACK)) {
      return;
    }
    if (frames.payload.remaining() % 6 != 0) {
      throw new ProtocolException("settings have a wrong length");
    }
    while (frames.payload.hasRemaining()) {
      int id = frames.payload.getShort();
      int value = frames.payload.getInt();
      if (id == SETTING_INITIAL_WINDOW_SIZE) {
        if (value < 0) {
          throw new ProtocolException("the peer's window is too large");
        }
        streamWindow += value - (long) initialWindow;
        initialWindow = value;
      }
    }
    frames.write(0, Frames.SETTINGS, Frames.ACK, 0);
  }

  private void ping() throws ProtocolException {
    frames.expect(8);
    if (!frames.has(Frames.ACK)) {
      frames.write(8, Frames.PING, Frames.ACK, 0).writeLongBigEndian(frames.payload.getLong());
    }
  }

  private void goAway() throws ProtocolException {
    if (frames.payload.remaining() < 8) {
      throw new ProtocolException("a frame of type " + frames.type + " has a wrong length");
    }
    goingAway = true;
    int lastHandled = frames.payload.getInt() & 0x7fff_ffff;
    if (stream > lastHandled && !reply.isComplete()) {
      throw new ProtocolException("the peer goes away, code " + frames.payload.getInt());
    }
  }

  private void windowUpdate() throws ProtocolException {
    frames.expect(4);
    int more = frames.payload.getInt() & 0x7fff_ffff;
    if (frames.stream == 0) {
      connectionWindow += more;
    } else if (frames.stream == stream) {
      streamWindow += more;
    }
    if (more == 0 || Math.max(connectionWindow, streamWindow) > Integer.MAX_VALUE) {
      throw new ProtocolException("the peer's window is out of bounds");
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
