// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.ServletCall;
import io.obsagent.testing.ServletFacade;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.LogManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/**
 * A Jetty on the loopback interface whose servlets are written without the servlet API, by
 * reflection, so that the same test runs under {@code javax} and {@code jakarta}.
 */
final class JettyServer implements AutoCloseable {
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
    context = new ServletContextHandler();
    context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
    server.setHandler(context);
  }

  /** Adds the endpoints of a kit. */
  JettyServer with(Map<String, Work> endpoints) {
    endpoints.forEach((path, work) -> with(path.substring(1), ServletCall.service(work), path));
    return this;
  }

  JettyServer with(String name, ServletFacade.Service service, String... mappings) {
    ServletHolder holder = holder(service);
    holder.setName(name);
    holder.setAsyncSupported(true);
    for (String mapping : mappings) {
      context.addServlet(holder, mapping);
    }
    return this;
  }

  private static ServletHolder holder(ServletFacade.Service service) {
    try {
      for (Constructor<?> each : ServletHolder.class.getConstructors()) {
        Class<?>[] types = each.getParameterTypes();
        if (types.length == 1 && types[0].getSimpleName().equals("Servlet")) {
          ClassLoader loader = JettyServer.class.getClassLoader();
          return (ServletHolder) each.newInstance(ServletFacade.servlet(types[0], service, loader));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException(Arrays.toString(ServletHolder.class.getConstructors()));
  }

  JettyServer started() throws Exception {
    server.start();
    return this;
  }

  ServletContextHandler context() {
    return context;
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
