// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a back end listens.
 *
 * @param host name or address, IPv6 without brackets
 * @param path empty or beginning with a slash, with the query if there is one
 */
public record Endpoint(boolean tls, String host, int port, String path) {
  /**
   * Reads {@code http://host[:port][/path]} or {@code https://…}.
   *
   * @throws IllegalArgumentException if it is anything else; names the key
   */
  public static Endpoint parse(String key, String text, int defaultPort) {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      throw malformed(key, text, e);
    }
    String host = uri.getHost();
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    if (host == null || !(http || https) || uri.getRawUserInfo() != null) {
      throw malformed(key, text, null);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
    return new Endpoint(https, bare, port, path + query);
  }

  private static IllegalArgumentException malformed(String key, String text, Exception cause) {
    String shown = text.indexOf('@') >= 0 ? "(not shown: it holds a password)" : "'" + text + "'";
    return new IllegalArgumentException(
        key + ": " + shown + " is no endpoint; write it like http://collector:4318", cause);
  }

  public Endpoint withPath(String newPath) {
    return new Endpoint(tls, host, port, newPath);
  }

  /** Host and port as a URL and the Host header have them. */
  public String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority() + path;
  }
}
