// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.TwinJetty;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

class JerseyTest extends JaxRsKit {
  private TwinJetty server;

  static TwinJetty serve(List<Class<?>> application) throws Exception {
    ResourceConfig config = new ResourceConfig(application.toArray(new Class<?>[0]));
    return new TwinJetty("/shop", new ServletContainer(config), "/api/*");
  }

  @Override
  protected int start(List<Class<?>> application) throws Exception {
    server = serve(application);
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Jetty 12 names the mappings of {@code jakarta} servlets only. */
  @Override
  protected String nameOfNotFound() {
    boolean jakarta = !javax.servlet.Servlet.class.isAssignableFrom(ServletContainer.class);
    return jakarta ? "GET /shop/api/*" : "GET";
  }
}
