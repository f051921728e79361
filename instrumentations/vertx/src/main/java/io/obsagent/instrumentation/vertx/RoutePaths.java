// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.spi.telemetry.WeakMap;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The paths of routes as they were written. What Vert.x itself tells of a mounted router's place
 * has the values of its parameters in it.
 */
final class RoutePaths {
  /** Contexts of mounted routers, with the path of the route that each is mounted on. */
  private static final WeakMap<RoutingContext, String> MOUNTED = new WeakMap<>();

  private RoutePaths() {}

  /** The path of the route that a request has come to, or null where there is none. */
  static @Nullable String of(RoutingContext context) {
    String mount = MOUNTED.isEmpty() ? null : MOUNTED.get(context);
    Route route = context.currentRoute();
    String path = route == null ? null : own(route);
    if (mount == null || path == null) {
      return path == null ? mount : path;
    }
    return without(without(mount, "*"), "/") + (path.startsWith("/") ? path : "/" + path);
  }

  /** A router that is mounted on a route makes a context of its own for a request. */
  static void mounted(RoutingContext context, String path) {
    MOUNTED.put(context, path);
  }

  /** Vert.x takes the star off, and knows a regular expression by its name only. */
  private static @Nullable String own(Route route) {
    String path = route.getPath();
    if (path == null) {
      return route.isRegexPath() ? route.getName() : null;
    }
    return route.isExactPath() ? path : path + "*";
  }

  private static String without(String path, String end) {
    return path.endsWith(end) ? path.substring(0, path.length() - 1) : path;
  }
}
