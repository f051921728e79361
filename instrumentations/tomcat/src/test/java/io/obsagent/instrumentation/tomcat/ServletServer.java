// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.ServletCall;
import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
final class ServletServer implements ServletContainer {
  private final Tomcat tomcat = new Tomcat();
  private final Context context;

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
  static void writeToNobody(ServletFacade response) {
    try {
      for (int i = 0; i < 100; i++) {
        response.write("nobody reads this");
        response.call("flushBuffer");
      }
    } catch (Exception gone) {
      // as it should be
    }
  }

  /** Adds the endpoints of a kit. */
  @Override
  public ServletServer with(Map<String, Work> endpoints) {
    endpoints.forEach((path, work) -> with(path.substring(1), ServletCall.service(work), path));
    return this;
  }

  @Override
  public ServletServer with(String name, ServletFacade.Service service, String... mappings) {
    with(context, name, service, context.getClass().getClassLoader(), mappings);
    return this;
  }

  /** Adds a servlet of a class that the given loader defines. */
  static void with(
      Context context,
      String name,
      ServletFacade.Service service,
      ClassLoader loader,
      String... mappings) {
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
              add.invoke(
                  null,
                  context,
                  name,
                  ServletFacade.servlet(add.getParameterTypes()[2], service, loader));
      wrapper.setAsyncSupported(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    for (String mapping : mappings) {
      context.addServletMappingDecoded(mapping, name);
    }
  }

  @Override
  public ServletServer started() {
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

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
