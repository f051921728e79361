// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.obsagent.spi.telemetry.RpcCall;
import java.util.concurrent.atomic.AtomicInteger;

/** What a call is, and how often it goes to a server: the library tries again by its policies. */
final class Attempts {
  private final String authority;
  private final String method;
  private final Counter counter = new Counter();

  /**
   * @param authority {@code host:port}, or a name
   */
  Attempts(String authority, String method) {
    this.authority = authority;
    this.method = method;
  }

  int made() {
    return counter.made.get();
  }

  /** What the library tells of each. */
  ClientStreamTracer.Factory counter() {
    return counter;
  }

  RpcCall call() {
    int colon = authority.lastIndexOf(':');
    int port = colon < 0 || colon < authority.lastIndexOf(']') ? -1 : port(colon + 1);
    String host = port < 0 ? authority : authority.substring(0, colon);
    return new RpcCall("grpc", method, host.isEmpty() ? null : host, port);
  }

  private int port(int from) {
    int port = 0;
    for (int i = from; i < authority.length(); i++) {
      char digit = authority.charAt(i);
      if (digit < '0' || digit > '9' || port > 6553) {
        return -1;
      }
      port = port * 10 + digit - '0';
    }
    return from == authority.length() ? -1 : port;
  }

  private static final class Counter extends ClientStreamTracer.Factory {
    private static final ClientStreamTracer NONE = new ClientStreamTracer() {};

    private final AtomicInteger made = new AtomicInteger();

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      made.incrementAndGet();
      return NONE;
    }
  }
}
