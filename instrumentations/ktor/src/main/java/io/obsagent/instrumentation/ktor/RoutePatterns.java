// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The paths of routes, as the application wrote them: the selectors on the way from the root that
 * look at the path, each of which says its part as a text. Made once for each route, by reflection,
 * as the type of routes is a class in Ktor 2 and another one in Ktor 3.
 */
final class RoutePatterns {
  private static final WeakMap<Object, String> PATTERNS = new WeakMap<>();
  private static final String PACKAGE = "io.ktor.server.routing.";

  /** Deeper than any application nests its routes. */
  private static final int MAX_DEPTH = 100;

  private RoutePatterns() {}

  static String of(Object route) {
    String pattern = PATTERNS.get(route);
    if (pattern == null) {
      pattern = make(route);
      PATTERNS.put(route, pattern);
    }
    return pattern;
  }

  private static String make(Object route) {
    Deque<String> parts = new ArrayDeque<>();
    try {
      Object each = route;
      for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
        Object selector = tell(each, "getSelector");
        String part = selector == null ? "" : part(selector);
        if (!part.isEmpty()) {
          parts.addFirst(part);
        }
        each = tell(each, "getParent");
      }
    } catch (ReflectiveOperationException changed) {
      return "";
    }
    StringBuilder pattern = new StringBuilder();
    for (String part : parts) {
      if (!part.startsWith("/")) {
        pattern.append('/');
      }
      pattern.append(part);
    }
    return pattern.length() == 0 ? "/" : pattern.toString();
  }

  /** Empty for a selector that looks at something else, such as the method or a header. */
  private static String part(Object selector) throws ReflectiveOperationException {
    String name = selector.getClass().getName();
    if (!name.startsWith(PACKAGE)) {
      return "";
    }
    switch (name.substring(PACKAGE.length())) {
      case "TrailingSlashRouteSelector":
        return "/";
      case "PathSegmentRegexRouteSelector":
        return regex(selector);
      case "RootRouteSelector":
      case "PathSegmentConstantRouteSelector":
      case "PathSegmentParameterRouteSelector":
      case "PathSegmentOptionalParameterRouteSelector":
      case "PathSegmentWildcardRouteSelector":
        return selector.toString();
      case "PathSegmentTailcardRouteSelector":
        return tell(selector, "getPrefix") + "{" + tell(selector, "getName") + "...}";
      default:
        return "";
    }
  }

  /** The named groups only: nobody reads the rest of an expression in the name of a route. */
  private static String regex(Object selector) {
    return Pattern.compile("\\(\\?<(\\w+)>[^)]*\\)")
        .matcher(selector.toString().replaceFirst("^Regex\\((.*)\\)$", "$1"))
        .replaceAll("{$1}");
  }

  private static @Nullable Object tell(Object owner, String getter)
      throws ReflectiveOperationException {
    return owner.getClass().getMethod(getter).invoke(owner);
  }
}
