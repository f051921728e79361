// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

/** Where a Jaeger agent listens: {@code host}, {@code host:6831}, {@code udp://[::1]:6831}. */
record UdpAddress(String host, int port) {
  private static final int PORT = 6831;

  /**
   * @throws IllegalArgumentException if it is none; says what is wanted
   */
  static UdpAddress parse(String endpoint) {
    String text = endpoint.startsWith("udp://") ? endpoint.substring(6) : endpoint;
    int colon = text.lastIndexOf(':');
    boolean withPort = colon > 0 && (text.indexOf(':') == colon || text.startsWith("["));
    String host = withPort ? text.substring(0, colon) : text;
    int port = PORT;
    try {
      port = withPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
    } catch (NumberFormatException e) {
      port = -1;
    }
    boolean plain = host.chars().noneMatch(c -> c == '/' || c == '@' || c <= ' ');
    if (port < 1 || port > 65_535 || host.isEmpty() || !plain) {
      throw new IllegalArgumentException("expected http://collector:14268 or agent:6831");
    }
    return new UdpAddress(host, port);
  }
}
