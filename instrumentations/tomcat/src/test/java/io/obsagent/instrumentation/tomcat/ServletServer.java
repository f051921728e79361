// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        fits = types[i].isInstance(arguments[i]) || isNumber(types[i], arguments[i]);
      }
      return fits;
    }

    private static boolean isNumber(Class<?> type, Object argument) {
      return argument instanceof Integer && type == int.class
          || argument instanceof Long && type == long.class;
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

  ServletServer with(String name, Service service, String... mappings) {
    try {
      Method add =
          Arrays.stream(Tomcat.class.getMethods())
              .filter(each -> each.getName().equals("addServlet"))
              .filter(each -> each.getParameterTypes()[0] == Context.class)
              .filter(each -> each.getParameterTypes()[2] != String.class)
              .findFirst()
              .orElseThrow();
      Wrapper wrapper =
          (Wrapper) add.invoke(null, context, name, servlet(add.getParameterTypes()[2], service));
      wrapper.setAsyncSupported(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    for (String mapping : mappings) {
      context.addServletMappingDecoded(mapping, name);
    }
    return this;
  }

  private static Object servlet(Class<?> servletType, Service service) {
    return Proxy.newProxyInstance(
        servletType.getClassLoader(),
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

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
