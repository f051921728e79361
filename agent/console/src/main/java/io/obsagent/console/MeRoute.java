// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.console.Sessions.Session;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import org.jspecify.annotations.Nullable;

/** Who the caller is to us, and what a page of ours has to send so that it may act. */
final class MeRoute {
  static final String PATH = "/monitoring/me";

  private final Guard guard;
  private final Sessions sessions;

  private MeRoute(Guard guard, Sessions sessions) {
    this.guard = guard;
    this.sessions = sessions;
  }

  static void register(Routes routes, Guard guard, Sessions sessions) {
    routes.add("GET", PATH, Access.READ, new MeRoute(guard, sessions)::answer);
  }

  private Response answer(Request request) {
    Role role = guard.role(request);
    @Nullable Session session = sessions.of(request);
    return Response.json(
        200,
        json ->
            json.object()
                .field("role", (role == null ? Role.VIEWER : role).word())
                .field("csrf", session == null ? null : session.csrf())
                .field("signed_in", session != null)
                .field("tokens", guard.hasTokens())
                .end());
  }
}
