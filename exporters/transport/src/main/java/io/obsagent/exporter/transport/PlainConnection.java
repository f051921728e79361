// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** TCP, not blocking, because a blocking socket has no time limit for writes. */
final class PlainConnection implements Connection {
  /** The JDK copies each write through a buffer outside the heap that a thread keeps. */
  private static final int MAX_WRITE = 64 << 10;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  private PlainConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /** Tries each address of the host: {@code localhost} is often two, of which one listens. */
  static PlainConnection open(Endpoint endpoint, long deadlineNanos) throws IOException {
    IOException failure = null;
    for (InetAddress address : HostLookup.resolve(endpoint.host(), deadlineNanos)) {
      try {
        return open(new InetSocketAddress(address, endpoint.port()), deadlineNanos);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure == null ? new java.net.UnknownHostException(endpoint.host()) : failure;
  }

  private static PlainConnection open(InetSocketAddress address, long deadlineNanos)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    PlainConnection connection;
    try {
      connection = new PlainConnection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    try {
      if (!channel.connect(address)) {
        while (!channel.finishConnect()) {
          connection.await(SelectionKey.OP_CONNECT, deadlineNanos);
        }
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void write(ByteBuffer data, long deadlineNanos) throws IOException {
    int end = data.limit();
    while (data.position() < end) {
      data.limit(Math.min(end, data.position() + MAX_WRITE));
      int written = channel.write(data);
      data.limit(end);
      if (written == 0) {
        await(SelectionKey.OP_WRITE, deadlineNanos);
      }
    }
  }

  @Override
  public int read(ByteBuffer target, long deadlineNanos) throws IOException {
    int read = channel.read(target);
    while (read == 0) {
      await(SelectionKey.OP_READ, deadlineNanos);
      read = channel.read(target);
    }
    return read;
  }

  @Override
  public int readAvailable(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public String protocol() {
    return "";
  }

  private void await(int operation, long deadlineNanos) throws IOException {
    long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    try {
      key.interestOps(operation);
      selector.select(left);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
      throw (IOException) new ClosedChannelException().initCause(e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    // The channel first: a selector that is closed wakes its thread, which then finds it closed.
    closeQuietly(channel);
    closeQuietly(selector);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      io.obsagent.spi.log.AgentLog.debug("closing a connection: " + e);
    }
  }
}
