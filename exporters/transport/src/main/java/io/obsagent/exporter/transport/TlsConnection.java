// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS over another connection, be that TLS, too; the engine keeps the deadlines of it. */
final class TlsConnection implements Connection {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Connection inner;
  private final SSLEngine engine;

  /** From the network, not yet decrypted; in the state of being written to. */
  private final ByteBuffer received;

  /** Decrypted, not yet read; in the state of being read. */
  private ByteBuffer decrypted;

  private final ByteBuffer encrypted;

  private TlsConnection(Connection inner, SSLEngine engine) {
    this.inner = inner;
    this.engine = engine;
    this.received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() * 2);
    this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() * 2);
    this.decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
  }

  static TlsConnection over(Connection inner, SSLEngine engine, long deadlineNanos)
      throws IOException {
    TlsConnection connection = new TlsConnection(inner, engine);
    engine.beginHandshake();
    connection.handshake(deadlineNanos);
    return connection;
  }

  private void handshake(long deadlineNanos) throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
      switch (status) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> wrap(NOTHING, deadlineNanos);
        default -> {
          if (unwrap() == Status.BUFFER_UNDERFLOW && fill(deadlineNanos) < 0) {
            throw new EOFException("the connection was closed during the TLS handshake");
          }
        }
      }
      status = engine.getHandshakeStatus();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void wrap(ByteBuffer data, long deadlineNanos) throws IOException {
    encrypted.clear();
    SSLEngineResult result = engine.wrap(data, encrypted);
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      throw new SSLException("a TLS record is larger than its session allows");
    }
    encrypted.flip();
    inner.write(encrypted, deadlineNanos);
    if (result.getStatus() == Status.CLOSED && data.hasRemaining()) {
      throw new EOFException("the TLS session was closed");
    }
  }

  /** Decrypts one record, if there is a whole one. */
  private Status unwrap() throws IOException {
    received.flip();
    decrypted.compact();
    try {
      SSLEngineResult result = engine.unwrap(received, decrypted);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        int size = engine.getSession().getApplicationBufferSize() + decrypted.position();
        decrypted = ByteBuffer.allocate(size).put(decrypted.flip());
        result = engine.unwrap(received, decrypted);
      }
      return result.getStatus();
    } finally {
      decrypted.flip();
      received.compact();
    }
  }

  private int fill(long deadlineNanos) throws IOException {
    return inner.read(received, deadlineNanos);
  }

  @Override
  public void write(ByteBuffer data, long deadlineNanos) throws IOException {
    while (data.hasRemaining()) {
      wrap(data, deadlineNanos);
    }
  }

  @Override
  public int read(ByteBuffer target, long deadlineNanos) throws IOException {
    while (!decrypted.hasRemaining()) {
      Status status = unwrap();
      if (status == Status.CLOSED) {
        return -1;
      }
      if (status == Status.BUFFER_UNDERFLOW && fill(deadlineNanos) < 0) {
        return -1;
      }
      handshakeIfAsked(deadlineNanos);
    }
    return take(target);
  }

  @Override
  public int readAvailable(ByteBuffer target) throws IOException {
    while (!decrypted.hasRemaining()) {
      Status status = unwrap();
      if (status == Status.CLOSED) {
        return -1;
      }
      if (status == Status.BUFFER_UNDERFLOW) {
        int read = inner.readAvailable(received);
        if (read <= 0) {
          return read;
        }
      }
      handshakeIfAsked(System.nanoTime() + 1_000_000_000L);
    }
    return take(target);
  }

  /** After the handshake a peer may still send tickets and change keys. */
  private void handshakeIfAsked(long deadlineNanos) throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
      handshake(deadlineNanos);
    }
  }

  private int take(ByteBuffer target) {
    int count = Math.min(target.remaining(), decrypted.remaining());
    target.put(target.position(), decrypted, decrypted.position(), count);
    target.position(target.position() + count);
    decrypted.position(decrypted.position() + count);
    return count;
  }

  @Override
  public String protocol() {
    String agreed = engine.getApplicationProtocol();
    return agreed == null ? "" : agreed;
  }

  @Override
  public void close() {
    inner.close();
  }
}
