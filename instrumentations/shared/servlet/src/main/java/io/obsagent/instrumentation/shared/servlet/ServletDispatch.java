// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.servlet;

/**
 * How a container marks a request that it dispatches once more, within itself: to an error page,
 * the target of a forward, or what is included. None of them gives the request its name.
 */
public final class ServletDispatch {
  private static final String[] MARKS = {
    ".servlet.error.request_uri", ".servlet.forward.request_uri", ".servlet.include.request_uri"
  };

  private ServletDispatch() {}

  /**
   * Names of the attributes of which a request that is dispatched again has at least one.
   *
   * @param servletType a type of the servlet API or another one of the same name space, which is
   *     {@code javax} or {@code jakarta}, or either below where a library was renamed to
   */
  public static String[] marks(Class<?> servletType) {
    String name = servletType.getName();
    String top = name.contains("jakarta.") ? "jakarta" : "javax";
    String nameSpace = name.substring(0, Math.max(0, name.indexOf(top + '.'))) + top;
    String[] marks = new String[MARKS.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = nameSpace + MARKS[i];
    }
    return marks;
  }
}
