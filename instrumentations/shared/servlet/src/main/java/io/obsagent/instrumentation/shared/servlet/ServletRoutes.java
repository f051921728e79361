// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.servlet;

import org.jspecify.annotations.Nullable;

/** The mappings of one servlet, and the route that each of them stands for. Immutable. */
public final class ServletRoutes {
  private final String[] mappings;
  private final String[] routes;

  /**
   * @param contextPath of the application; empty for the root
   * @param mappings as the servlet was registered, e.g. {@code /products/*}
   */
  public ServletRoutes(String contextPath, String[] mappings) {
    this.mappings = mappings.clone();
    this.routes = new String[mappings.length];
    for (int i = 0; i < mappings.length; i++) {
      routes[i] = contextPath + route(mappings[i]);
    }
  }

  /** The route of the mapping that a request matched, or null for none. */
  public @Nullable String of(String servletPath, @Nullable String pathInfo) {
    if (mappings.length == 1) {
      return routes[0];
    }
    String found = null;
    for (int i = 0; i < mappings.length; i++) {
      if (mappings[i].equals(servletPath) && pathInfo == null) {
        return routes[i];
      }
      if (matches(mappings[i], servletPath, pathInfo != null)
          && (found == null || !mappings[i].equals("/"))) {
        found = routes[i];
      }
    }
    return found;
  }

  private static String route(String mapping) {
    if (mapping.isEmpty()) {
      return "/";
    }
    if (mapping.equals("/")) {
      return "/*";
    }
    return mapping.startsWith("*") ? "/" + mapping : mapping;
  }

  /** As the servlet specification (12.2) splits a path into servlet path and path info. */
  private static boolean matches(String mapping, String servletPath, boolean pathInfo) {
    if (mapping.endsWith("/*")) {
      return servletPath.length() == mapping.length() - 2 && mapping.startsWith(servletPath);
    }
    if (mapping.isEmpty()) {
      return servletPath.isEmpty();
    }
    if (pathInfo) {
      return false;
    }
    return mapping.equals("/")
        || mapping.startsWith("*") && servletPath.endsWith(mapping.substring(1));
  }
}
