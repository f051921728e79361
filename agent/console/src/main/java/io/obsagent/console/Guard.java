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
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call what.
 *
 * <pre>
 *                     PUBLIC   READ                WRITE               ADMIN
 * loopback, no token  yes      yes                 no: a token must be configured
 * beyond,   no token  yes      no                  no
 * token configured    yes      viewer and above    operator and above  admin
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
  private final Map<Role, byte[]> digests = new EnumMap<>(Role.class);
  private final Sessions sessions;
  private final Attempts attempts;

  Guard(boolean loopback, Tokens tokens, Sessions sessions, Attempts attempts) {
    this.loopback = loopback;
    for (Role role : Role.values()) {
      if (!tokens.of(role).isEmpty()) {
        digests.put(role, digest(tokens.of(role))); // nothing of digests is loaded for none
      }
    }
    this.sessions = sessions;
    this.attempts = attempts;
  }

  /**
   * What a token that somebody sent is worth.
   *
   * @param role null if it is none of ours
   */
  record Verdict(@Nullable Role role, boolean tooOften) {}

  /** Whether anybody can prove who he is. */
  boolean hasTokens() {
    return !digests.isEmpty();
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
    Role needed = Role.neededFor(access);
    if (needed == null || needed == Role.VIEWER && loopback && !hasTokens()) {
      return null;
    }
    if (!hasTokens()) {
      return Response.error(403, "needs a token: configure 'server.token'");
    }
    String given = bearer(request);
    Verdict verdict = given == null ? ofSession(request) : check(given, request);
    if (verdict.tooOften()) {
      return Response.error(429, "too many wrong tokens; wait a minute").with("Retry-After", "60");
    }
    Role role = verdict.role();
    if (role == null) {
      return unknown(request);
    }
    return role.isAtLeast(needed)
        ? null
        : Response.error(
            403,
            "needs the token of " + needed.option() + "; yours is that of a mere " + role.word());
  }

  private Verdict ofSession(Request request) {
    Session session = sessions.of(request);
    return new Verdict(session == null ? null : session.role(), false);
  }

  /** Who the caller has proved to be; null for nobody. Counts no attempt. */
  @Nullable Role role(Request request) {
    String given = bearer(request);
    return given == null ? ofSession(request).role() : role(given);
  }

  /** The refusal of a write that a page of another origin may have made, or null. */
  @Nullable Response checkForgery(Access access, Request request) {
    boolean writes = access == Access.WRITE || access == Access.ADMIN;
    boolean changes = writes && !request.method().equals("GET") && !request.method().equals("HEAD");
    return changes ? checkForgery(request) : null;
  }

  /** The same, of a request that changes something for sure. */
  @Nullable Response checkForgery(Request request) {
    Session session = bearer(request) == null ? sessions.of(request) : null;
    return session == null || Sessions.isOurs(session, request)
        ? null
        : Response.error(403, "needs the header 'X-CSRF-Token', see /monitoring/session");
  }

  Verdict check(String given, Request request) {
    Role role = role(given);
    if (role != null) {
      return new Verdict(role, false);
    }
    String address = String.valueOf(request.header(Exchanges.ADDRESS));
    if (!attempts.failed(address)) {
      return new Verdict(null, false);
    }
    AgentLog.limited(
        AgentLog.Level.WARN,
        "server.token",
        "server.token: many wrong tokens come from " + address + "; they are refused with 429");
    return new Verdict(null, true);
  }

  /** The most that the token is worth. All are compared, each in a time that tells nothing. */
  private @Nullable Role role(String given) {
    if (digests.isEmpty()) {
      return null;
    }
    byte[] digest = digest(given);
    Role found = null;
    for (Map.Entry<Role, byte[]> entry : digests.entrySet()) {
      if (MessageDigest.isEqual(entry.getValue(), digest)) {
        found = entry.getKey();
      }
    }
    return found;
  }

  private static Response unknown(Request request) {
    String accept = request.header("accept");
    if (request.method().equals("GET") && accept != null && accept.contains("text/html")) {
      String query = request.header(Exchanges.QUERY);
      return LoginRoutes.redirect(request.path() + (query == null ? "" : "?" + query));
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
