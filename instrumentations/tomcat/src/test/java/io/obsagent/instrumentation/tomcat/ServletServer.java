// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * An embedded Tomcat whose servlets are written without the servlet API, by reflection, so that the
 * same test runs under {@code javax} and {@code jakarta}.
 */
final class ServletServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Context context;

  /** What a servlet does. */
  interface Service {
    void serve(Facade request, Facade response) throws Exception;
  }

  /** An object of the servlet API, with its methods called by name. */
  record Facade(Object object) {
    Object call(String name, Object... arguments) throws Exception {
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
    Object implement(String simpleName, InvocationHandler handler) throws Exception {
      return implementation(api(simpleName), handler);
    }

    Class<?> api(String simpleName) throws ClassNotFoundException {
      return apiType(object.getClass(), simpleName);
    }

    Facade get(String name, Object... arguments) throws Exception {
      return new Facade(call(name, arguments));
    }

    void write(String text) throws Exception {
      get("getWriter").call("write", text);
    }
  }

  ServletServer(String contextPath) {
    LogManager.getLogManager().reset(); // Tomcat reports what the tests provoke
    try {
      Path base = Files.createTempDirectory("obs-tomcat");
      base.toFile().deleteOnExit();
      tomcat.setBaseDir(base.toString());
      tomcat.setPort(0);
      tomcat.getConnector();
      context = tomcat.addContext(contextPath, base.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes for a while, or until the container says that the client is gone. */
  static void writeToNobody(Facade response) {
    try {
      for (int i = 0; i < 100; i++) {
        response.write("nobody reads this");
        response.call("flushBuffer");
      }
    } catch (Exception gone) {
      // as it should be
    }
  }

  /** Completes an asynchronous request unless the container has done so. */
  static void complete(Facade async) {
    try {
      async.call("complete");
    } catch (Exception done) {
      // by the container
    }
  }

  private static Class<?> apiType(Class<?> user, String simpleName) throws ClassNotFoundException {
    String root = user.getInterfaces()[0].getName();
    return Class.forName(root.substring(0, root.indexOf('.')) + ".servlet." + simpleName);
  }

  static Object implementation(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              case "toString" -> type.getName();
              default -> handler.invoke(proxy, method, arguments);
            });
  }

  ServletServer with(String name, Service service, String... mappings) {
    with(context, name, service, context.getClass().getClassLoader(), mappings);
    return this;
  }

  /** Adds a servlet of a class that the given loader defines. */
  static void with(
      Context context, String name, Service service, ClassLoader loader, String... mappings) {
    try {
      Method add =
          Arrays.stream(Tomcat.class.getMethods())
              .filter(each -> each.getName().equals("addServlet"))
              .filter(each -> each.getParameterTypes()[0] == Context.class)
              .filter(each -> each.getParameterTypes()[2] != String.class)
              .findFirst()
              .orElseThrow();
      Wrapper wrapper =
          (Wrapper)
              add.invoke(null, context, name, servlet(add.getParameterTypes()[2], service, loader));
      wrapper.setAsyncSupported(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    for (String mapping : mappings) {
      context.addServletMappingDecoded(mapping, name);
    }
  }

  private static Object servlet(Class<?> servletType, Service service, ClassLoader loader) {
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {servletType},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "service" -> service.serve(new Facade(arguments[0]), new Facade(arguments[1]));
            case "hashCode" -> {
              return System.identityHashCode(proxy);
            }
            case "equals" -> {
              return proxy == arguments[0];
            }
            default -> {}
          }
          return null;
        });
  }

  ServletServer started() {
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Adds a connector to loopback, to be configured before the start. */
  Connector connector(String protocol) {
    Connector connector = new Connector(protocol);
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.getService().addConnector(connector);
    return connector;
  }

  Connector connector() {
    return tomcat.getConnector();
  }

  Tomcat tomcat() {
    return tomcat;
  }

  Context context() {
    return context;
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
