// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.http.Served;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a path. A plain segment wins over one in braces, and that over {@code **}.
 * Whoever serves something is asked for its routes when a path below one of its own is looked for
 * that nobody nearer has just so: a process that is only scraped has no need of those of a whole
 * API. Thread-safe.
 */
public final class Router implements Routes {
  private final List<Route> routes = new ArrayList<>();
  private final List<Served> later = new ArrayList<>();

  /** Who adds routes now. */
  private @Nullable Served asked;

  private record Route(String method, String[] segments, Access access, Handler handler) {}

  /** A handler with what its braces matched. */
  record Match(Access access, Handler handler, Map<String, String> pathParameters) {}

  /** Adds the routes of one more, once they are needed. */
  synchronized void later(Served served) {
    later.add(served);
  }

  @Override
  public synchronized void add(String method, String path, Access access, Handler handler) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    String[] segments = split(path);
    if (asked != null && shared(asked, segments) < 0) {
      throw new IllegalArgumentException(path + " is not below one of " + asked.below());
    }
    routes.add(new Route(method, segments, access, handler));
    routes.sort((a, b) -> Integer.compare(wildness(a.segments()), wildness(b.segments())));
  }

  synchronized @Nullable Match find(String method, String path) {
    String[] segments = split(path);
    Route found = first(method, segments);
    while ((found == null || wildness(found.segments()) > 0) && askNearest(segments)) {
      found = first(method, segments);
    }
    return found == null
        ? null
        : new Match(found.access(), found.handler(), parameters(found.segments(), segments));
  }

  private @Nullable Route first(String method, String[] segments) {
    for (Route route : routes) {
      if (serves(route, method) && matches(route.segments(), segments)) {
        return route;
      }
    }
    return null;
  }

  /** Whether there was one more to ask for this path. */
  private boolean askNearest(String[] path) {
    int nearest = -1;
    int most = -1;
    for (int i = 0; i < later.size(); i++) {
      int shared = shared(later.get(i), path);
      if (shared > most) {
        nearest = i;
        most = shared;
      }
    }
    if (nearest >= 0) {
      ask(nearest);
    }
    return nearest >= 0;
  }

  /** How many segments the path has in common with where these are; -1 if it is elsewhere. */
  private static int shared(Served served, String[] path) {
    int most = -1;
    for (String below : served.below()) {
      String[] segments = split(below);
      if (segments.length <= path.length
          && Arrays.equals(segments, 0, segments.length, path, 0, segments.length)) {
        most = Math.max(most, segments.length);
      }
    }
    return most;
  }

  private void ask(int index) {
    Served served = later.remove(index);
    asked = served;
    try {
      served.routes().accept(this);
    } finally {
      asked = null;
    }
  }

  /** The methods that the path knows; none if there is no such path. */
  synchronized Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    String[] segments = split(path);
    while (askNearest(segments)) {
      continue;
    }
    for (Route route : routes) {
      if (matches(route.segments(), segments)) {
        methods.add(route.method());
        if (route.method().equals("GET")) {
          methods.add("HEAD");
        }
      }
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  /** All paths that can simply be opened, sorted. */
  synchronized List<String> readable() {
    Set<String> paths = new TreeSet<>();
    while (!later.isEmpty()) {
      ask(0);
    }
    for (Route route : routes) {
      if (route.method().equals("GET") && wildness(route.segments()) == 0) {
        paths.add("/" + String.join("/", route.segments()));
      }
    }
    paths.remove("/");
    paths.remove(StyleRoute.PATH);
    paths.remove(StyleRoute.ICON);
    paths.remove(LoginRoutes.PATH);
    return List.copyOf(paths);
  }

  private static boolean serves(Route route, String method) {
    return route.method().equals(method) || method.equals("HEAD") && route.method().equals("GET");
  }

  private static boolean matches(String[] pattern, String[] path) {
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].equals("**")) {
        return true;
      }
      if (i >= path.length || !isVariable(pattern[i]) && !pattern[i].equals(path[i])) {
        return false;
      }
    }
    return pattern.length == path.length;
  }

  private static Map<String, String> parameters(String[] pattern, String[] path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < pattern.length && i < path.length; i++) {
      if (isVariable(pattern[i])) {
        parameters.put(pattern[i].substring(1, pattern[i].length() - 1), path[i]);
      }
    }
    return parameters;
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  private static int wildness(String[] segments) {
    int wildness = 0;
    for (String segment : segments) {
      wildness += segment.equals("**") ? 1000 : isVariable(segment) ? 1 : 0;
    }
    return wildness;
  }

  /** Segments of {@code /a/b/}: a, b; a trailing slash does not matter. */
  private static String[] split(String path) {
    List<String> segments = new ArrayList<>();
    int start = 1;
    for (int i = 1; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        if (i > start) {
          segments.add(path.substring(start, i));
        }
        start = i + 1;
      }
    }
    return segments.toArray(new String[0]);
  }
}
