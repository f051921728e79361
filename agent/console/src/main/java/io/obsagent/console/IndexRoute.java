// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.util.List;

/** The start page: links to all that can be read. */
public final class IndexRoute {
  private final Router router;

  private IndexRoute(Router router) {
    this.router = router;
  }

  public static void register(Router router) {
    router.add("GET", "/", Access.READ, new IndexRoute(router)::answer);
  }

  private Response answer(Request request) {
    List<String> paths = router.readable();
    String accept = request.header("accept");
    if (accept != null && accept.contains("text/html")) {
      return new Html("obs-agent").links(paths).page();
    }
    return Response.json(
        200,
        json -> {
          json.object().name("paths").array();
          for (String path : paths) {
            json.value(path);
          }
          json.end().end();
        });
  }
}
