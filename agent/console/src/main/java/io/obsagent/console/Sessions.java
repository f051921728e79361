// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Mount;
import io.obsagent.spi.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in with a browser. A few at most, each for some hours, in memory only: a restart
 * signs everybody out. Thread-safe.
 */
final class Sessions {
  static final Duration LIFETIME = Duration.ofHours(8);

  /** One more signs out the oldest. */
  static final int MAX = 16;

  private static final String COOKIE = "obs_session_";
  private static final int BYTES = 32;

  private final LongSupplier nanoTime;
  private final Deque<Session> sessions = new ArrayDeque<>();

  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * One that is signed in.
   *
   * @param id what the cookie holds
   * @param csrf what a write must send besides the cookie, which the browser adds by itself
   * @param role of the token that was given
   */
  record Session(String id, String csrf, Role role, long endNanos) {}

  synchronized Session begin(Role role) {
    dropEnded();
    if (sessions.size() >= MAX) {
      sessions.removeFirst();
    }
    Session session =
        new Session(newSecret(), newSecret(), role, nanoTime.getAsLong() + LIFETIME.toNanos());
    sessions.addLast(session);
    return session;
  }

  synchronized void end(Session session) {
    sessions.remove(session);
  }

  /** The session whose cookie the request bears, or null. */
  synchronized @Nullable Session of(Request request) {
    String id = cookie(request);
    if (id == null) {
      return null;
    }
    dropEnded();
    Session found = null;
    for (Session session : sessions) {
      if (isSame(session.id(), id)) {
        found = session;
      }
    }
    return found;
  }

  /** Whether the request proves that a page of ours made it: by header or by form field. */
  static boolean isOurs(Session session, Request request) {
    String header = request.header("x-csrf-token");
    String given = header == null ? request.parameter("csrf") : header;
    return given != null && isSame(session.csrf(), given);
  }

  /**
   * The header that gives the browser a session, or takes it away. The port is in the name, since
   * cookies are for a host, and there may be an agent at each of its ports.
   *
   * @param id empty to take it away
   */
  static String setCookie(Request request, String id) {
    String age = id.isEmpty() ? "0" : Long.toString(LIFETIME.toSeconds());
    boolean secure = "https".equalsIgnoreCase(request.header("x-forwarded-proto"));
    return COOKIE
        + port(request)
        + "="
        + id
        + "; Path="
        + Mount.prefix()
        + "/; HttpOnly; SameSite=Strict; Max-Age="
        + age
        + (secure ? "; Secure" : "");
  }

  private static @Nullable String cookie(Request request) {
    String name = COOKIE + port(request) + "=";
    for (String header : request.headers().getOrDefault("cookie", List.of())) {
      for (String part : header.split(";", 64)) {
        if (part.strip().startsWith(name)) {
          return part.strip().substring(name.length());
        }
      }
    }
    return null;
  }

  private static String port(Request request) {
    String host = request.header("host");
    int colon = host == null ? -1 : host.lastIndexOf(':');
    String port = host == null || colon < host.lastIndexOf(']') ? "" : host.substring(colon + 1);
    boolean digits = colon >= 0 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? port : "";
  }

  private void dropEnded() {
    long now = nanoTime.getAsLong();
    sessions.removeIf(session -> session.endNanos() - now <= 0);
  }

  private String newSecret() {
    byte[] bytes = new byte[BYTES];
    Random.SOURCE.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean isSame(String secret, String given) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Loaded with the first session: most agents have none. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
