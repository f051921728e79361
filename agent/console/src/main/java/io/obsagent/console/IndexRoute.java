// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.util.List;

/** The start: the console for people, the paths of all that can be read for programs. */
public final class IndexRoute {
  private final Router router;

  private IndexRoute(Router router) {
    this.router = router;
  }

  public static void register(Router router) {
    router.add("GET", "/", Access.READ, new IndexRoute(router)::answer);
  }

  private Response answer(Request request) {
    String accept = request.header("accept");
    if (accept != null && accept.contains("text/html")) {
      return UiRoutes.page(request);
    }
    List<String> paths = router.readable();
    return Response.json(
            200,
            json -> {
              json.object().name("paths").array();
              for (String path : paths) {
                json.value(path);
              }
              json.end().end();
            })
        .with("Vary", "Accept, Accept-Encoding");
  }
}
