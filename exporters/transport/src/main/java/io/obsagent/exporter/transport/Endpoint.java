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

  /**
   * Reads a URL of http or https.
   *
   * @throws IllegalArgumentException if it is none; does not show the text, which may be a secret
   */
  public static Endpoint ofUrl(String url) {
    try {
      URI uri = new URI(url.trim());
      String bare = new URI(uri.getScheme(), uri.getRawAuthority(), null, null, null).toString();
      Endpoint base = parse("url", bare.replaceFirst("//[^@]*@", "//"), -1);
      int port = base.port() < 0 ? (base.tls() ? 443 : 80) : base.port();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String full = path.isEmpty() && !query.isEmpty() ? "/" + query : path + query;
      return new Endpoint(base.tls(), base.host(), port, full);
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Without its cause, whose message shows the text.
      throw new IllegalArgumentException("not a URL of http or https");
    }
  }

  /** Host and port as the Host header has them: without the port where it is the usual one. */
  String hostHeader() {
    return port == (tls ? 443 : 80)
        ? authority().substring(0, authority().lastIndexOf(':'))
        : authority();
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
