// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.net.InetAddress;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12 with one servlet for each page. */
record JettyServer(Server server, ServerConnector connector) implements BenchServer {
  /** Besides those that serve, one accepts and one selects. */
  private static final int OTHER_THREADS = 2;

  static JettyServer start(Map<String, Page> pages, int port) throws Exception {
    QueuedThreadPool threads =
        new QueuedThreadPool(THREADS + OTHER_THREADS, THREADS + OTHER_THREADS);
    threads.setName("bench-jetty");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(Long.MAX_VALUE);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    pages.forEach(
        (name, page) -> context.addServlet(new ServletHolder(new PageServlet(page)), "/" + name));
    server.setHandler(context);
    server.start();
    return new JettyServer(server, connector);
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
