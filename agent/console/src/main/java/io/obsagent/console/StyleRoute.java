// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Routes;

/** The style sheet of the console for the pages without script, that of signing in too. */
final class StyleRoute {
  static final String PATH = Html.STYLE_PATH;

  private StyleRoute() {}

  static void register(Routes routes) {
    routes.add("GET", PATH, Access.PUBLIC, request -> UiRoutes.answer("app.css", request));
  }
}
