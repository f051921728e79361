// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of the servlet that Jetty has found for a request: before security, which may refuse
 * it, and before filters. The request has the same method under each version of Jakarta EE, and no
 * type that they share.
 */
final class ServletRoute {
  private static final String NO_SERVLET = "Default404Servlet";

  /** By the class of a request, what the application will see of it; without one, null. */
  private static final ClassValue<@Nullable MethodHandle> SEEN =
      new ClassValue<>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> type) {
          try {
            return MethodHandles.publicLookup()
                .unreflect(type.getMethod("getServletApiRequest"))
                .asType(MethodType.methodType(Object.class, Object.class));
          } catch (ReflectiveOperationException notOfServlets) {
            return null;
          }
        }
      };

  private ServletRoute() {}

  /**
   * Answers null where no servlet is mapped.
   *
   * @param request as Jetty has it
   */
  static @Nullable String of(Object request) {
    MethodHandle seen = SEEN.get(request.getClass());
    if (seen == null || !(seen(seen, request) instanceof HttpServletRequest http)) {
      return null;
    }
    HttpServletMapping mapping = http.getHttpServletMapping();
    if (mapping == null || mapping.getPattern() == null || isNoServlet(mapping)) {
      return null;
    }
    return route(http.getContextPath(), mapping.getPattern());
  }

  private static @Nullable Object seen(MethodHandle seen, Object request) {
    try {
      return (Object) seen.invokeExact(request);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNoServlet(HttpServletMapping mapping) {
    String name = mapping.getServletName();
    return name != null && name.contains(NO_SERVLET);
  }

  private static String route(@Nullable String contextPath, String pattern) {
    String path = pattern.equals("/") ? "/*" : pattern.startsWith("/") ? pattern : "/" + pattern;
    return contextPath == null || contextPath.isEmpty() ? path : contextPath + path;
  }
}
