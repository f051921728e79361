// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serves routes without a server: a call names the route, and what its braces stand for. */
final class TestPort implements Routes {
  /** Status and body. */
  record Answer(int status, String text) {}

  private final Map<String, Handler> handlers = new HashMap<>();
  private final Map<String, Access> accesses = new HashMap<>();

  @Override
  public void add(String method, String path, Access access, Handler handler) {
    handlers.put(method + " " + path, handler);
    accesses.put(method + " " + path, access);
  }

  Access access(String route) {
    return accesses.get(route);
  }

  /**
   * @param route {@code GET /api/v1/label/{name}/values}
   * @param segment what its braces match
   * @param parameters names and values in turn
   */
  Answer call(String route, String segment, String body, String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], List.of(parameters[i + 1]));
    }
    int open = route.indexOf('{');
    Map<String, String> segments =
        open < 0 ? Map.of() : Map.of(route.substring(open + 1, route.indexOf('}')), segment);
    String[] parts = route.split(" ");
    return text(
        handlers
            .get(route)
            .handle(
                new Request(
                    parts[0],
                    parts[1],
                    map,
                    Map.of(),
                    segments,
                    body.getBytes(StandardCharsets.UTF_8))));
  }

  private static Answer text(Response response) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      response.body().writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(response.status(), bytes.toString(StandardCharsets.UTF_8));
  }
}
