// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.console.Sessions.Session;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a browser, which cannot send the header that programs send.
 *
 * <pre>
 * GET /monitoring/agent ──303──► GET /login?to=…  ──► POST /login (token) ──303 + cookie──► to
 * </pre>
 */
final class LoginRoutes {
  static final String PATH = "/login";

  private static final String WHICH =
      "The token is what 'server.token', 'server.tokens.operator' or 'server.tokens.viewer' is set"
          + " to.";

  private final Guard guard;
  private final Sessions sessions;
  private final AuditTrail audit;

  private LoginRoutes(Guard guard, Sessions sessions, AuditTrail audit) {
    this.guard = guard;
    this.sessions = sessions;
    this.audit = audit;
  }

  static void register(Routes routes, Guard guard, Sessions sessions, AuditTrail audit) {
    LoginRoutes login = new LoginRoutes(guard, sessions, audit);
    routes.add("GET", PATH, Access.PUBLIC, login::show);
    routes.add("POST", PATH, Access.PUBLIC, login::signIn);
    routes.add("POST", "/logout", Access.READ, login::signOut);
    routes.add("GET", "/monitoring/session", Access.READ, login::session);
  }

  /** Where a browser that has not signed in is sent to. */
  static Response redirect(String path) {
    String to = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return see(path.equals("/") ? PATH : PATH + "?to=" + to);
  }

  private Response show(Request request) {
    return sessions.of(request) == null ? page(200, "", request) : see(target(request));
  }

  private Response signIn(Request request) {
    String token = request.parameter("token");
    Guard.Verdict verdict = guard.check(token == null ? "" : token, request);
    Response answer = answer(verdict, request);
    audit.note(verdict.role(), request, answer.status());
    return answer;
  }

  private Response answer(Guard.Verdict verdict, Request request) {
    Role role = verdict.role();
    if (role != null) {
      String cookie = Sessions.setCookie(request, sessions.begin(role).id());
      return see(target(request)).with("Set-Cookie", cookie);
    }
    return verdict.tooOften()
        ? page(429, "Too many attempts. Wait a minute.", request).with("Retry-After", "60")
        : page(401, "This is not the token.", request);
  }

  private Response signOut(Request request) {
    Response forged = guard.checkForgery(request);
    if (forged != null) {
      return forged;
    }
    Session session = sessions.of(request);
    if (session != null) {
      sessions.end(session);
    }
    return see(PATH).with("Set-Cookie", Sessions.setCookie(request, ""));
  }

  /** For scripts of a page: what a write has to send. For people: the way out. */
  private Response session(Request request) {
    Session session = sessions.of(request);
    String accept = request.header("accept");
    if (accept != null && accept.contains("text/html")) {
      Html html = new Html("obs-agent: session");
      return session == null
          ? html.paragraph("You came with the token itself.").page()
          : html.paragraph("You are signed in as " + session.role().word() + ".")
              .signOutForm(session.csrf())
              .page();
    }
    return Response.json(
        200,
        json -> {
          json.object();
          if (session != null) {
            json.field("csrf", session.csrf());
          }
          json.end();
        });
  }

  private static Response page(int status, String problem, Request request) {
    Response page =
        new Html("obs-agent: sign in")
            .paragraph(problem.isEmpty() ? WHICH : problem)
            .signInForm(PATH, target(request))
            .page();
    return new Response(status, page.headers(), page.body());
  }

  /** Where to go afterwards: a path of this server, never another one's address. */
  private static String target(Request request) {
    @Nullable String to = request.parameter("to");
    boolean path =
        to != null
            && to.startsWith("/")
            && !to.startsWith("//")
            && to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return path && to != null ? to : "/";
  }

  private static Response see(String path) {
    return new Response(303, Map.of("Location", path), out -> {});
  }
}
