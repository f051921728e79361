// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stream of bytes to and from a back end in which nothing waits beyond its deadline, neither
 * reading nor writing nor a handshake. For one thread; only {@link #close} may come from another.
 */
public sealed interface Connection extends AutoCloseable permits PlainConnection, TlsConnection {
  /**
   * @param deadlineNanos on the clock of {@link System#nanoTime}
   */
  static Connection open(
      Endpoint endpoint, TlsSettings tls, long deadlineNanos, String... protocols)
      throws IOException {
    PlainConnection plain = PlainConnection.open(endpoint, deadlineNanos);
    if (!endpoint.tls()) {
      return plain;
    }
    try {
      return TlsConnection.over(plain, tls.engine(endpoint, protocols), deadlineNanos);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Writes all that remains. */
  void write(ByteBuffer data, long deadlineNanos) throws IOException;

  /** Reads at least one byte, or tells the end by -1. */
  int read(ByteBuffer target, long deadlineNanos) throws IOException;

  /** Reads what is there already: 0 if nothing is, -1 at the end. */
  int readAvailable(ByteBuffer target) throws IOException;

  /** What the handshake agreed on among the protocols offered; empty for none. */
  String protocol();

  @Override
  void close();
}
