// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

/** The parts of {@code host:port}, by the rules of Go's net package. */
final class HostPort {
  private HostPort() {}

  static String stripPort(String text) {
    int colon = portColon(text);
    return colon < 0 ? text : host(text, colon);
  }

  static String stripDomain(String text) {
    int colon = portColon(text);
    String host = colon < 0 ? text : host(text, colon);
    if (isAddress(host)) {
      return text;
    }
    int dot = host.indexOf('.');
    String bare = dot < 0 ? host : host.substring(0, dot);
    return colon < 0 ? bare : bare + text.substring(colon);
  }

  /** Where the port's colon is, or -1 if the text is not a host with a port. */
  private static int portColon(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return -1;
    }
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close + 1 == colon && text.indexOf('[', 1) < 0 ? colon : -1;
    }
    return text.indexOf(':') == colon && text.indexOf('[') < 0 && text.indexOf(']') < 0
        ? colon
        : -1;
  }

  private static String host(String text, int colon) {
    return text.startsWith("[") ? text.substring(1, colon - 1) : text.substring(0, colon);
  }

  private static boolean isAddress(String host) {
    boolean version4 = !host.isEmpty();
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      version4 &= c == '.' || c >= '0' && c <= '9';
    }
    return version4 || host.indexOf(':') >= 0;
  }
}
