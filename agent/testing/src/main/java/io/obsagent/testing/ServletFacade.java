// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An object of the servlet API, with its methods called by name: so the same test runs under {@code
 * javax} and {@code jakarta}.
 */
public record ServletFacade(Object object) {

  /** What a servlet does. */
  public interface Service {
    void serve(ServletFacade request, ServletFacade response) throws Exception;
  }

  /**
   * A servlet.
   *
   * @param type {@code Servlet}, of either name space
   * @param loader that defines its class
   */
  public static Object servlet(Class<?> type, Service service, ClassLoader loader) {
    return proxy(
        type,
        loader,
        (proxy, method, arguments) -> {
          if (method.getName().equals("service")) {
            service.serve(new ServletFacade(arguments[0]), new ServletFacade(arguments[1]));
          }
          return null;
        });
  }

  /** An object of a type of the servlet API. */
  public static Object implementation(Class<?> type, InvocationHandler handler) {
    return proxy(type, type.getClassLoader(), handler);
  }

  private static Object proxy(Class<?> type, ClassLoader loader, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              case "toString" -> type.getName();
              default -> handler.invoke(proxy, method, arguments);
            });
  }

  public @Nullable Object call(String name, Object... arguments) throws Exception {
    Method method =
        Arrays.stream(object.getClass().getMethods())
            .filter(each -> each.getName().equals(name) && fits(each, arguments))
            .findFirst()
            .orElseThrow();
    method.setAccessible(true); // a public method of a class that is not
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static boolean fits(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean fits = types.length == arguments.length;
    for (int i = 0; fits && i < types.length; i++) {
      fits = types[i].isInstance(arguments[i]) || isPrimitive(types[i], arguments[i]);
    }
    return fits;
  }

  private static boolean isPrimitive(Class<?> type, Object argument) {
    return argument instanceof Integer && type == int.class
        || argument instanceof Long && type == long.class;
  }

  /** Implements a type of the servlet API, found beside the class of this object. */
  public Object implement(String simpleName, InvocationHandler handler) throws Exception {
    return implementation(api(simpleName), handler);
  }

  /** A type of the servlet API, found beside the class of this object. */
  public Class<?> api(String simpleName) throws ClassNotFoundException {
    String root = object.getClass().getInterfaces()[0].getName();
    return Class.forName(root.substring(0, root.indexOf('.')) + ".servlet." + simpleName);
  }

  public ServletFacade get(String name, Object... arguments) throws Exception {
    return new ServletFacade(call(name, arguments));
  }

  public void write(String text) throws Exception {
    get("getWriter").call("write", text);
  }

  /** Completes an asynchronous request unless the container has done so. */
  public void complete() {
    try {
      call("complete");
    } catch (Exception done) {
      // by the container
    }
  }
}
