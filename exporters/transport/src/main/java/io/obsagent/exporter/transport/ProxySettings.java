// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go through which HTTP proxy: those to https by {@code CONNECT} (RFC 9110, 9.3.6),
 * those to http with the whole URL in their first line.
 *
 * @param forHttp for requests to http, or null
 * @param forHttps for requests to https, or null
 * @param exceptions hosts that are reached directly
 * @param connectHeaders sent to the proxy with {@code CONNECT}
 */
public record ProxySettings(
    @Nullable Proxy forHttp,
    @Nullable Proxy forHttps,
    Exceptions exceptions,
    Map<String, HeaderValue> connectHeaders) {

  public static final ProxySettings DIRECT =
      new ProxySettings(null, null, new Exceptions(List.of(), false), Map.of());

  /**
   * A proxy of its own: where it is, and what it wants to know. The latter is a secret.
   *
   * @param tls whether it is spoken to by TLS
   * @param authorization of {@code Proxy-Authorization}, or empty
   */
  public record Proxy(boolean tls, String host, int port, String authorization) {
    /**
     * Reads {@code http://[user:password@]host[:port]}, or {@code https://…}.
     *
     * @throws IllegalArgumentException if it is anything else; does not show the text
     */
    public static Proxy parse(String key, String text) {
      String full = text.contains("://") ? text : "http://" + text;
      try {
        URI uri = new URI(full.strip());
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(https || "http".equalsIgnoreCase(uri.getScheme()))) {
          throw new IllegalArgumentException(key + ": a proxy is given like http://proxy:3128");
        }
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() < 0 ? (https ? 443 : 80) : uri.getPort();
        return new Proxy(https, bare, port, authorization(uri.getRawUserInfo()));
      } catch (URISyntaxException e) {
        // Without its cause, whose message shows the text.
        throw new IllegalArgumentException(key + ": a proxy is given like http://proxy:3128");
      }
    }

    private static String authorization(@Nullable String userInfo) {
      if (userInfo == null) {
        return "";
      }
      String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
      String pair = plain.indexOf(':') < 0 ? plain + ":" : plain;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    Endpoint endpoint() {
      return new Endpoint(tls, host, port, "");
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * The hosts of {@code no_proxy}: {@code *}, addresses, networks such as {@code 10.0.0.0/8}, names
   * that count for what is below them, {@code .names} that count for that alone, each with an
   * optional port.
   *
   * @param loopback whether this machine is one
   */
  public record Exceptions(List<String> entries, boolean loopback) {
    static Exceptions parse(String text) {
      List<String> entries = new ArrayList<>();
      for (String entry : text.split(",", 1_000)) {
        if (!entry.isBlank()) {
          entries.add(entry.strip().toLowerCase(Locale.ROOT));
        }
      }
      return new Exceptions(List.copyOf(entries), true);
    }

    boolean contain(Endpoint endpoint) {
      String host = endpoint.host().toLowerCase(Locale.ROOT);
      byte @Nullable [] address = address(host);
      if (loopback && (host.equals("localhost") || isLoopback(address))) {
        return true;
      }
      for (String entry : entries) {
        if (entry.equals("*") || matches(entry, host, address, endpoint.port())) {
          return true;
        }
      }
      return false;
    }

    private static boolean matches(String entry, String host, byte @Nullable [] address, int port) {
      int slash = entry.indexOf('/');
      if (slash > 0) {
        return address != null && inNetwork(address, entry.substring(0, slash), entry, slash);
      }
      String name = entry;
      int colon = entry.lastIndexOf(':');
      if (colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
        if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
          return false;
        }
        name = entry.substring(0, colon);
      }
      name = name.replaceAll("[\\[\\]]", "");
      if (name.startsWith("*.")) {
        name = name.substring(1);
      }
      return name.startsWith(".")
          ? host.endsWith(name)
          : host.equals(name) || address == null && host.endsWith("." + name);
    }

    private static boolean inNetwork(byte[] address, String base, String entry, int slash) {
      byte[] network = address(base);
      int bits;
      try {
        bits = Integer.parseInt(entry.substring(slash + 1));
      } catch (NumberFormatException e) {
        return false;
      }
      if (network == null || network.length != address.length || bits < 0) {
        return false;
      }
      for (int bit = 0; bit < Math.min(bits, network.length * 8); bit++) {
        if (((network[bit / 8] ^ address[bit / 8]) & 0x80 >> bit % 8) != 0) {
          return false;
        }
      }
      return true;
    }

    /** The address that a text writes out; nothing is looked up. */
    private static byte @Nullable [] address(String text) {
      if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*")) {
        return null;
      }
      try {
        return InetAddress.getByName(text).getAddress();
      } catch (UnknownHostException e) {
        return null;
      }
    }

    private static boolean isLoopback(byte @Nullable [] address) {
      try {
        return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }

  /** What {@link #parse} takes, for the documentation of options. */
  public static final String SYNTAX =
      "An HTTP proxy, such as http://user:password@proxy:3128 or https://proxy, or `environment` for what HTTP_PROXY,"
          + " HTTPS_PROXY and NO_PROXY say.";

  private static final String ENVIRONMENT = "environment";

  /**
   * Reads an option: empty for none, {@code environment}, or the URL of a proxy.
   *
   * @throws IllegalArgumentException if it is anything else; does not show the text
   */
  public static ProxySettings parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return DIRECT;
    }
    if (trimmed.equalsIgnoreCase(ENVIRONMENT)) {
      return fromEnvironment(System.getenv(), Map.of());
    }
    try {
      return of("", trimmed, "", Map.of());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected a URL such as http://proxy:3128, or environment");
    }
  }

  /**
   * One proxy for all; where {@code noProxy} names exceptions, this machine is one of them, too.
   *
   * @throws IllegalArgumentException if the URL is wrong; names the key
   */
  public static ProxySettings of(
      String key, String url, String noProxy, Map<String, HeaderValue> connectHeaders) {
    Proxy proxy = Proxy.parse(key, url);
    Exceptions exceptions = noProxy.isBlank() ? DIRECT.exceptions : Exceptions.parse(noProxy);
    return new ProxySettings(proxy, proxy, exceptions, Map.copyOf(connectHeaders));
  }

  /**
   * As {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} say, in capitals or not.
   *
   * @throws IllegalArgumentException if a URL is wrong; names the variable
   */
  public static ProxySettings fromEnvironment(
      Map<String, String> env, Map<String, HeaderValue> connectHeaders) {
    return new ProxySettings(
        proxy(env, "HTTP_PROXY"),
        proxy(env, "HTTPS_PROXY"),
        Exceptions.parse(variable(env, "NO_PROXY")),
        Map.copyOf(connectHeaders));
  }

  private static @Nullable Proxy proxy(Map<String, String> env, String name) {
    String value = variable(env, name);
    return value.isBlank() ? null : Proxy.parse(name, value);
  }

  private static String variable(Map<String, String> env, String name) {
    String value = env.getOrDefault(name, "");
    return value.isBlank() ? env.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
  }

  /** Where requests to an endpoint go, or null for straight there. */
  @Nullable Proxy proxyFor(Endpoint endpoint) {
    Proxy proxy = endpoint.tls() ? forHttps : forHttp;
    return proxy == null || exceptions.contain(endpoint) ? null : proxy;
  }

  /** What a proxy is told with {@code CONNECT}, read anew. */
  Map<String, String> connectHeaders(Proxy proxy) throws java.io.IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!proxy.authorization().isEmpty()) {
      headers.put("Proxy-Authorization", proxy.authorization());
    }
    for (Map.Entry<String, HeaderValue> header : connectHeaders.entrySet()) {
      headers.put(header.getKey(), header.getValue().read());
    }
    return headers;
  }
}
