// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.log.AgentLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has changed what: each call that needs more than a viewer's rights, and each time that
 * somebody signs in. In the agent's log, and the last of them at {@code /monitoring/audit}. The
 * same call again is one entry with a count, and a line a minute: a job that pushes metrics must
 * not push out what people did. Thread-safe, bounded.
 */
final class AuditTrail {
  static final String PATH = "/monitoring/audit";
  static final int MAX = 256;

  private static final int MAX_PATH = 200;
  private static final long LINE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final LongSupplier millis;
  private final Map<Action, Times> actions = new LinkedHashMap<>();

  /**
   * @param millis the time of day, in milliseconds
   */
  AuditTrail(LongSupplier millis) {
    this.millis = millis;
  }

  private record Action(String role, String address, String method, String path, int status) {}

  private record Times(long first, long last, long told, long count) {}

  void register(Routes routes) {
    routes.add("GET", PATH, Access.ADMIN, request -> Response.json(200, this::write));
  }

  /**
   * @param role null for somebody who has not proved to have any
   */
  void note(@Nullable Role role, Request request, int status) {
    Action action =
        new Action(
            role == null ? "nobody" : role.word(),
            String.valueOf(request.header(Exchanges.ADDRESS)),
            request.method(),
            plain(request.path()),
            status);
    if (isToldNow(action)) {
      AgentLog.info(
          "audit: "
              + action.role()
              + " from "
              + action.address()
              + ": "
              + action.method()
              + " "
              + action.path()
              + ", answered with "
              + status);
    }
  }

  private synchronized boolean isToldNow(Action action) {
    long now = millis.getAsLong();
    Times before = actions.remove(action);
    if (actions.size() >= MAX) {
      actions.remove(actions.keySet().iterator().next());
    }
    boolean tell = before == null || now - before.told() >= LINE_MILLIS;
    actions.put(
        action,
        before == null
            ? new Times(now, now, now, 1)
            : new Times(before.first(), now, tell ? now : before.told(), before.count() + 1));
    return tell;
  }

  /** The last first. */
  private synchronized void write(JsonWriter json) {
    List<Map.Entry<Action, Times>> entries = new ArrayList<>(actions.entrySet());
    Collections.reverse(entries);
    json.object().name("actions").array();
    for (Map.Entry<Action, Times> entry : entries) {
      Action action = entry.getKey();
      Times times = entry.getValue();
      json.object().field("role", action.role()).field("address", action.address());
      json.field("method", action.method()).field("path", action.path());
      json.field("status", action.status()).field("count", times.count());
      json.field("first", Instant.ofEpochMilli(times.first()).toString());
      json.field("last", Instant.ofEpochMilli(times.last()).toString()).end();
    }
    json.end().end();
  }

  /** One line, and not a long one, whatever somebody has sent. */
  private static String plain(String path) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < Math.min(MAX_PATH, path.length()); i++) {
      char c = path.charAt(i);
      plain.append(c > ' ' && c < 127 ? c : '?');
    }
    return plain.append(path.length() > MAX_PATH ? "…" : "").toString();
  }
}
