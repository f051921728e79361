// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that the probe asks. Its password is in nothing that it tells of itself.
 *
 * @param user of Redis' access lists, or empty for the one that has no name
 * @param password or empty
 */
record RedisAddress(boolean tls, String host, int port, String user, String password) {
  private static final int DEFAULT_PORT = 6379;
  private static final int MOST = 32;
  private static final String WANTED =
      "expected addresses like redis://user:password@host:6379, of redis or rediss, with commas"
          + " between them";

  /** Those of an option, whose text is not quoted in errors. */
  static List<RedisAddress> parse(String text) {
    List<RedisAddress> servers = new ArrayList<>();
    for (String each : text.split(",")) {
      if (!each.isBlank()) {
        servers.add(parseOne(each.strip()));
      }
    }
    if (servers.size() > MOST) {
      throw new IllegalArgumentException("expected " + MOST + " addresses at most");
    }
    return List.copyOf(servers);
  }

  private static RedisAddress parseOne(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(WANTED); // its message quotes the password
    }
    boolean tls = "rediss".equals(uri.getScheme());
    String path = uri.getPath();
    if (!tls && !"redis".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getQuery() != null
        || path != null && path.length() > 1) {
      throw new IllegalArgumentException(WANTED);
    }
    String[] credentials = credentials(uri.getUserInfo());
    return new RedisAddress(
        tls,
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        credentials[0],
        credentials[1]);
  }

  private static String[] credentials(@Nullable String info) {
    if (info == null) {
      return new String[] {"", ""};
    }
    int colon = info.indexOf(':');
    return colon < 0
        ? new String[] {"", info}
        : new String[] {info.substring(0, colon), info.substring(colon + 1)};
  }

  /** As the metrics of Redis have it: the usual port is not told. */
  String portLabel() {
    return port == DEFAULT_PORT ? "" : Integer.toString(port);
  }

  @Override
  public String toString() {
    return host + ':' + port;
  }
}
