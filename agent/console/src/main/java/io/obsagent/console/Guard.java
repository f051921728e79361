// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.console.Sessions.Session;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.log.AgentLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 *
 * SIGNED is let through here: its handler checks the signature.
 * </pre>
 *
 * The token comes in a header, or a browser has signed in with it and sends the cookie of its
 * session; a write then needs the session's CSRF token as well, because a browser adds a cookie to
 * whatever a page of another origin makes it send.
 *
 * <p>On loopback, the Host header must name loopback as well: a page whose name was made to resolve
 * to 127.0.0.1 (DNS rebinding) would otherwise read everything through its visitor's browser.
 */
final class Guard {
  private static final String BEARER = "bearer ";

  private final boolean loopback;
  private final boolean hasToken;
  private final byte[] token;
  private final Sessions sessions;
  private final Attempts attempts;

  Guard(boolean loopback, String token, Sessions sessions, Attempts attempts) {
    this.loopback = loopback;
    this.hasToken = !token.isEmpty();
    this.token = hasToken ? digest(token) : new byte[0]; // nothing of digests is loaded for none
    this.sessions = sessions;
    this.attempts = attempts;
  }

  /** What a token that somebody sent is worth. */
  enum Verdict {
    RIGHT,
    WRONG,
    TOO_OFTEN
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
    boolean open = access == Access.PUBLIC || access == Access.SIGNED;
    if (open || access == Access.READ && loopback && !hasToken) {
      return null;
    }
    if (!hasToken) {
      return Response.error(403, "needs a token: configure 'server.token'");
    }
    String given = bearer(request);
    if (given == null) {
      return sessions.of(request) == null ? unknown(request) : null;
    }
    return switch (check(given, request)) {
      case RIGHT -> null;
      case WRONG -> unknown(request);
      case TOO_OFTEN ->
          Response.error(429, "too many wrong tokens; wait a minute").with("Retry-After", "60");
    };
  }

  /** The refusal of a write that a page of another origin may have made, or null. */
  @Nullable Response checkForgery(Access access, Request request) {
    Session session =
        access == Access.WRITE && bearer(request) == null ? sessions.of(request) : null;
    return session == null || Sessions.isOurs(session, request)
        ? null
        : Response.error(403, "needs the header 'X-CSRF-Token', see /monitoring/session");
  }

  Verdict check(String given, Request request) {
    if (MessageDigest.isEqual(token, digest(given)) && hasToken) {
      return Verdict.RIGHT;
    }
    String address = String.valueOf(request.header(Exchanges.ADDRESS));
    if (!attempts.failed(address)) {
      return Verdict.WRONG;
    }
    AgentLog.limited(
        AgentLog.Level.WARN,
        "server.token",
        "server.token: many wrong tokens come from " + address + "; they are refused with 429");
    return Verdict.TOO_OFTEN;
  }

  private static Response unknown(Request request) {
    String accept = request.header("accept");
    if (request.method().equals("GET") && accept != null && accept.contains("text/html")) {
      return LoginRoutes.redirect(request.path());
    }
    return Response.error(401, "needs the header 'Authorization: Bearer <server.token>'")
        .with("WWW-Authenticate", "Bearer realm=\"obs-agent\"");
  }

  private static @Nullable String bearer(Request request) {
    String authorization = request.header("authorization");
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : null;
  }

  /** Of one length, so that the time of a comparison does not tell the token's. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
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
