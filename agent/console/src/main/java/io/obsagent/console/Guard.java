// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call what.
 *
 * <pre>
 *                     PUBLIC   READ                    WRITE
 * loopback, no token  yes      yes                     no: a token must be configured
 * beyond,   no token  yes      no                      no
 * token configured    yes      with the token          with the token
 * </pre>
 *
 * On loopback, the Host header must name loopback as well: a page whose name was made to resolve to
 * 127.0.0.1 (DNS rebinding) would otherwise read everything through its visitor's browser.
 */
final class Guard {
  private static final String BEARER = "bearer ";

  private final boolean loopback;
  private final byte[] token;

  Guard(boolean loopback, String token) {
    this.loopback = loopback;
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** The refusal, or null if the host is one of ours. */
  @Nullable Response checkHost(@Nullable String host) {
    if (!loopback || host == null || isLoopback(host)) {
      return null;
    }
    return Response.error(421, "this port is bound to loopback: call it as localhost or 127.0.0.1");
  }

  /** The refusal, or null if the caller may. */
  @Nullable Response checkAccess(Access access, Request request) {
    if (access == Access.PUBLIC || access == Access.READ && loopback && token.length == 0) {
      return null;
    }
    if (token.length == 0) {
      return Response.error(403, "needs a token: configure 'server.token'");
    }
    if (isToken(request.header("authorization"))) {
      return null;
    }
    return Response.error(401, "needs the header 'Authorization: Bearer <server.token>'")
        .with("WWW-Authenticate", "Bearer realm=\"obs-agent\"");
  }

  private boolean isToken(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return false;
    }
    String given = authorization.substring(BEARER.length()).trim();
    return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf(']')) {
      name = name.substring(0, colon);
    }
    return name.equals("localhost") || name.equals("[::1]") || isLoopbackAddress(name);
  }

  /** 127.x.y.z, and nothing that only begins like it: {@code 127.0.0.1.example.com}. */
  private static boolean isLoopbackAddress(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3 && name.startsWith("127.");
  }
}
