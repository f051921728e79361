// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

/** Label values of HTTP: a closed set, whatever a client sends. */
final class HttpWords {
  static final String OTHER_METHOD = "_OTHER";

  /** Route of requests that no framework has routed. */
  static final String UNKNOWN_ROUTE = "unknown";

  /** Status of calls that no response came to. */
  static final String NO_RESPONSE = "error";

  /** Port of a server that is at its scheme's own, which a label need not say. */
  static final String DEFAULT_PORT = "";

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Texts of the ports asked for last, by their lowest bits: a process calls few servers. */
  private static final Port[] PORTS = new Port[64];

  private static final int FIRST_STATUS = 100;
  private static final String[] STATUS = new String[500];

  static {
    for (int i = 0; i < STATUS.length; i++) {
      STATUS[i] = Integer.toString(FIRST_STATUS + i);
    }
  }

  private HttpWords() {}

  static String method(String method) {
    return switch (method) {
      case "GET" -> "GET";
      case "POST" -> "POST";
      case "PUT" -> "PUT";
      case "DELETE" -> "DELETE";
      case "PATCH" -> "PATCH";
      case "HEAD" -> "HEAD";
      case "OPTIONS" -> "OPTIONS";
      case "TRACE" -> "TRACE";
      case "CONNECT" -> "CONNECT";
      case "QUERY" -> "QUERY";
      default -> OTHER_METHOD;
    };
  }

  static boolean isStatus(int code) {
    return code >= FIRST_STATUS && code < FIRST_STATUS + STATUS.length;
  }

  static String status(int code) {
    return isStatus(code) ? STATUS[code - FIRST_STATUS] : NO_RESPONSE;
  }

  /** The port as a label: empty where it is the default of HTTP or HTTPS, or not known. */
  static String port(int port) {
    if (port == HTTP || port == HTTPS || port < 0) {
      return DEFAULT_PORT;
    }
    return portText(port);
  }

  /** The port as text. */
  static String portText(int port) {
    Port known = PORTS[port & PORTS.length - 1];
    if (known == null || known.number != port) {
      known = new Port(port, Integer.toString(port));
      PORTS[port & PORTS.length - 1] = known; // a race costs one more text
    }
    return known.text;
  }

  private record Port(int number, String text) {}
}
