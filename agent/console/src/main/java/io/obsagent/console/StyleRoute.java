// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The style sheet of all pages, that of signing in too; read from the agent's jar when it is asked
 * for.
 */
final class StyleRoute {
  static final String PATH = Html.STYLE_PATH;

  private StyleRoute() {}

  static void register(Routes routes) {
    routes.add("GET", PATH, Access.PUBLIC, request -> answer());
  }

  private static Response answer() {
    try (InputStream in =
        StyleRoute.class.getClassLoader().getResourceAsStream("io/obsagent/console/style.css")) {
      byte[] css = in == null ? new byte[0] : in.readAllBytes();
      return Response.bytes(200, "text/css; charset=utf-8", css);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
