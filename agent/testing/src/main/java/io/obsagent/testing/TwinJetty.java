// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.logging.LogManager;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty 12 on the loopback interface with one servlet, of whichever name space that is. */
public final class TwinJetty implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  /**
   * Starts it.
   *
   * @param servlet of {@code javax.servlet} or {@code jakarta.servlet}
   * @param mapping of the servlet, e.g. {@code /api/*}
   */
  public TwinJetty(String contextPath, Object servlet, String mapping) throws Exception {
    LogManager.getLogManager().reset(); // Jetty reports what the tests provoke
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        servlet instanceof javax.servlet.Servlet older
            ? Older.handler(contextPath, older, mapping)
            : Newer.handler(contextPath, (jakarta.servlet.Servlet) servlet, mapping));
    server.start();
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  private static final class Older {
    static Handler handler(String contextPath, javax.servlet.Servlet servlet, String mapping) {
      var context = new org.eclipse.jetty.ee8.servlet.ServletContextHandler();
      context.setContextPath(contextPath);
      var holder = new org.eclipse.jetty.ee8.servlet.ServletHolder(servlet);
      holder.setAsyncSupported(true);
      context.addServlet(holder, mapping);
      return context.get();
    }
  }

  private static final class Newer {
    static Handler handler(String contextPath, jakarta.servlet.Servlet servlet, String mapping) {
      var context = new org.eclipse.jetty.ee10.servlet.ServletContextHandler();
      context.setContextPath(contextPath);
      var holder = new org.eclipse.jetty.ee10.servlet.ServletHolder(servlet);
      holder.setAsyncSupported(true);
      context.addServlet(holder, mapping);
      return context;
    }
  }
}
