// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Routes;

/**
 * The style sheet of the console for the pages without script, that of signing in too, and the icon
 * that browsers ask for beside these.
 */
final class StyleRoute {
  static final String PATH = Html.STYLE_PATH;
  static final String ICON = "/favicon.ico";

  private StyleRoute() {}

  static void register(Routes routes) {
    routes.add("GET", PATH, Access.PUBLIC, request -> UiRoutes.answer("app.css", request));
    routes.add("GET", ICON, Access.PUBLIC, request -> UiRoutes.answer("icon.svg", request));
  }
}
