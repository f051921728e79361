// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import jakarta.servlet.Servlet;
import java.util.logging.LogManager;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty on the loopback interface, with a servlet for each endpoint of a kit. */
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
    Servlet servlet =
        (Servlet) ServletFacade.servlet(Servlet.class, service, JettyServer.class.getClassLoader());
    ServletHolder holder = new ServletHolder(name, servlet);
    holder.setAsyncSupported(true);
    for (String mapping : mappings) {
      context.addServlet(holder, mapping);
    }
    return this;
  }

  @Override
  public JettyServer started() throws Exception {
    server.start();
    return this;
  }

  ServletContextHandler context() {
    return context;
  }

  Server server() {
    return server;
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
