// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Function;
import java.util.logging.LogManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A Jetty on the loopback interface whose servlets are written without the servlet API, by
 * reflection, so that the same test runs under {@code javax} and {@code jakarta}.
 */
final class JettyServer implements ServletContainer {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final ServletContextHandler context;

  JettyServer(String contextPath) {
    LogManager.getLogManager().reset(); // Jetty reports what the tests provoke
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(64_000);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
    server.setHandler(context);
  }

  @Override
  public JettyServer with(String name, ServletFacade.Service service, String... mappings) {
    ServletHolder holder = holder(service);
    holder.setName(name);
    holder.setAsyncSupported(true);
    for (String mapping : mappings) {
      context.addServlet(holder, mapping);
    }
    return this;
  }

  /** Adds a filter, which gets request and response. */
  JettyServer withFilter(ServletFacade.Service service, String path) {
    FilterHolder holder =
        construct(
            FilterHolder.class,
            "Filter",
            type ->
                ServletFacade.implementation(
                    type,
                    (proxy, method, arguments) -> {
                      if (method.getName().equals("doFilter")) {
                        service.serve(
                            new ServletFacade(arguments[0]), new ServletFacade(arguments[1]));
                      }
                      return null;
                    }));
    context.addFilter(holder, path, null);
    return this;
  }

  /** Adds a connector with TLS. */
  ServerConnector secure(SSLContext tls) throws ReflectiveOperationException {
    Class<?> factory = SslContextFactory.class;
    if (Modifier.isAbstract(factory.getModifiers())) {
      factory = Class.forName(factory.getName() + "$Server");
    }
    SslContextFactory context = (SslContextFactory) factory.getConstructor().newInstance();
    context.setSslContext(tls);
    ServerConnector secure =
        ServerConnector.class.getConstructor(Server.class, factory).newInstance(server, context);
    secure.setHost("127.0.0.1");
    server.addConnector(secure);
    return secure;
  }

  private static ServletHolder holder(ServletFacade.Service service) {
    ClassLoader loader = JettyServer.class.getClassLoader();
    return construct(
        ServletHolder.class, "Servlet", type -> ServletFacade.servlet(type, service, loader));
  }

  /** A holder of an object of the servlet API. */
  private static <T> T construct(Class<T> type, String held, Function<Class<?>, Object> maker) {
    try {
      for (Constructor<?> each : type.getConstructors()) {
        Class<?>[] types = each.getParameterTypes();
        if (types.length == 1 && types[0].getSimpleName().equals(held)) {
          return type.cast(each.newInstance(maker.apply(types[0])));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException(Arrays.toString(type.getConstructors()));
  }

  @Override
  public JettyServer started() throws Exception {
    server.start();
    return this;
  }

  ServletContextHandler context() {
    return context;
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
