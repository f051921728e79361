// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Routes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a path. A plain segment wins over one in braces, and that over {@code **}.
 * Whoever serves something is asked for its routes when a path is looked for that nobody before has
 * just so: a process that is only scraped has no need of those of a whole API. Thread-safe.
 */
public final class Router implements Routes {
  private final List<Route> routes = new ArrayList<>();
  private final Queue<Consumer<Routes>> later = new ArrayDeque<>();

  private record Route(String method, String[] segments, Access access, Handler handler) {}

  /** A handler with what its braces matched. */
  record Match(Access access, Handler handler, Map<String, String> pathParameters) {}

  /** Adds the routes of one more, once they are needed. */
  synchronized void later(Consumer<Routes> served) {
    later.add(served);
  }

  @Override
  public synchronized void add(String method, String path, Access access, Handler handler) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    routes.add(new Route(method, split(path), access, handler));
    routes.sort((a, b) -> Integer.compare(wildness(a.segments()), wildness(b.segments())));
  }

  synchronized @Nullable Match find(String method, String path) {
    String[] segments = split(path);
    Route found = first(method, segments);
    while ((found == null || wildness(found.segments()) > 0) && askNext()) {
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

  /** Whether there was one more to ask. */
  private boolean askNext() {
    Consumer<Routes> next = later.poll();
    if (next != null) {
      next.accept(this);
    }
    return next != null;
  }

  private List<Route> all() {
    while (askNext()) {
      continue;
    }
    return routes;
  }

  /** The methods that the path knows; none if there is no such path. */
  synchronized Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    String[] segments = split(path);
    for (Route route : all()) {
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
    for (Route route : all()) {
      if (route.method().equals("GET") && wildness(route.segments()) == 0) {
        paths.add("/" + String.join("/", route.segments()));
      }
    }
    paths.remove("/");
    paths.remove(StyleRoute.PATH);
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
