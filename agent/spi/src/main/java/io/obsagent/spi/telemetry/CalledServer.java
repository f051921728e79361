// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server that the application calls by HTTP, of AI models or of MCP, for whoever looks whether it
 * is there. All its clients share one, and it is known as long as one of them holds it; at most 100
 * are. Immutable.
 */
public final class CalledServer {
  private static final int MAX = 100;
  private static final Map<String, WeakReference<CalledServer>> KNOWN = new LinkedHashMap<>();

  private final String url;
  private final String host;
  private final int port;

  private CalledServer(String url, String host, int port) {
    this.url = url;
    this.host = host;
    this.port = port;
  }

  /**
   * The server at an address, for a client that keeps it as long as it may call it. Not for each
   * call.
   *
   * @param host an address of IPv6 in brackets
   */
  public static CalledServer at(boolean tls, String host, int port) {
    String url = (tls ? "https://" : "http://") + host + ':' + port;
    synchronized (KNOWN) {
      WeakReference<CalledServer> held = KNOWN.get(url);
      CalledServer known = held == null ? null : held.get();
      if (known != null) {
        return known;
      }
      KNOWN.values().removeIf(each -> each.refersTo(null));
      CalledServer server = new CalledServer(url, host, port);
      if (KNOWN.size() < MAX) {
        KNOWN.put(url, new WeakReference<>(server));
      }
      return server;
    }
  }

  /** The URLs of those that have clients, in the order in which they came. */
  public static List<String> urls() {
    synchronized (KNOWN) {
      KNOWN.values().removeIf(each -> each.refersTo(null));
      return new ArrayList<>(KNOWN.keySet());
    }
  }

  public String host() {
    return host;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** With its port, and without a path. */
  @Override
  public String toString() {
    return url;
  }
}
