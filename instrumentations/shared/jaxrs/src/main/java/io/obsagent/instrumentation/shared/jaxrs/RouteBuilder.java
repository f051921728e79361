// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.jaxrs;

import org.jspecify.annotations.Nullable;

/**
 * Puts a route together from the path of an application and the templates of a resource, its
 * locators and its method. Parameters keep their names and lose their regular expressions: {@code
 * /{id: [0-9]+}/} becomes <code>/{id}</code>. Not thread-safe.
 */
public final class RouteBuilder {
  private final StringBuilder route = new StringBuilder(64);

  /**
   * @param base the path below which the templates are; null and empty are the root
   */
  public RouteBuilder(@Nullable String base) {
    if (base != null) {
      int from = base.startsWith("/") ? 1 : 0;
      appendSegments(base, from, base.length());
    }
  }

  /** Adds a template; null and empty are none. */
  public RouteBuilder add(@Nullable String template) {
    if (template == null || template.isEmpty()) {
      return this;
    }
    int length = template.length();
    int from = template.charAt(0) == '/' ? 1 : 0;
    int expression = from < length ? template.indexOf('{', from) : -1;
    if (expression < 0 || template.indexOf(':', expression) < 0) {
      appendSegments(template, from, length);
    } else {
      String plain = withoutExpressions(template);
      appendSegments(plain, from, plain.length());
    }
    return this;
  }

  /** What there is so far, from its slash on; at least that. */
  public String build() {
    return route.isEmpty() ? "/" : route.toString();
  }

  private void appendSegments(String text, int from, int to) {
    int end = to > from && text.charAt(to - 1) == '/' ? to - 1 : to;
    if (end > from) {
      route.append('/').append(text, from, end);
    }
  }

  /** A template whose parameters are names; a regular expression may have braces of its own. */
  static String withoutExpressions(String template) {
    StringBuilder plain = new StringBuilder(template.length());
    int depth = 0;
    boolean inName = false;
    for (int i = 0; i < template.length(); i++) {
      char each = template.charAt(i);
      if (each == '{') {
        depth++;
        inName |= depth == 1;
      } else if (each == '}') {
        depth--;
      } else if (depth == 1 && each == ':') {
        inName = false;
      }
      boolean brace = (each == '{' && depth == 1) || (each == '}' && depth == 0);
      if (brace || depth == 0 || (depth == 1 && inName && each != ' ')) {
        plain.append(each);
      }
    }
    return plain.toString();
  }
}
