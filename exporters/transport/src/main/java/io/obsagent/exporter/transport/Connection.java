// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;

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
    return secured(plain, endpoint, tls, deadlineNanos, protocols);
  }

  /** Opens one by the proxy that the settings name for the endpoint, if they do. */
  static Connection open(Endpoint endpoint, HttpSettings settings, long deadlineNanos)
      throws IOException {
    ProxySettings.Proxy proxy = settings.proxy().proxyFor(endpoint);
    if (proxy == null) {
      return open(endpoint, settings.tls(), deadlineNanos);
    }
    // Before there is something to close.
    Map<String, String> headers = settings.proxy().connectHeaders(proxy);
    Connection to = PlainConnection.open(proxy.endpoint(), deadlineNanos);
    to = secured(to, proxy.endpoint(), settings.tls().withServerName(""), deadlineNanos);
    if (endpoint.tls()) {
      tunnel(to, endpoint, headers, deadlineNanos);
    }
    return secured(to, endpoint, settings.tls(), deadlineNanos);
  }

  private static void tunnel(
      Connection proxy, Endpoint endpoint, Map<String, String> headers, long deadlineNanos)
      throws IOException {
    try {
      ByteOutput request = new ByteOutput();
      String target = endpoint.authority();
      request.writeUtf8("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
      RequestWriter.headers(request, headers);
      request.writeUtf8("\r\n");
      proxy.write(request.view(), deadlineNanos);
      int status = new HttpResponseReader().readStatus(proxy, deadlineNanos);
      if (status / 100 != 2) {
        throw new ProtocolException("the proxy answered " + status + " to CONNECT");
      }
    } catch (IOException | RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  private static Connection secured(
      Connection plain, Endpoint endpoint, TlsSettings tls, long deadlineNanos, String... protocols)
      throws IOException {
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
