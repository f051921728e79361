// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletFacade;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/** Undertow's servlet container. */
final class ServletServer implements ServletContainer {
  /** Of this package, which the container serves where no servlet is mapped. */
  private static final Path FILES =
      Path.of("src/test/java", ServletServer.class.getPackageName().replace('.', '/'));

  private final DeploymentInfo application;
  private @Nullable Undertow server;

  ServletServer(String contextPath) {
    LogManager.getLogManager().reset(); // Undertow reports what the tests provoke
    application =
        Servlets.deployment()
            .setClassLoader(ServletServer.class.getClassLoader())
            .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
            .setDeploymentName("shop")
            .setResourceManager(new PathResourceManager(FILES));
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // the type of servlets is one of two
  public ServletServer with(String name, ServletFacade.Service service, String... mappings) {
    Class type = servletType();
    Object servlet = ServletFacade.servlet(type, service, ServletServer.class.getClassLoader());
    application.addServlet(
        new ServletInfo(name, type, new ImmediateInstanceFactory(servlet))
            .setAsyncSupported(true)
            .addMappings(mappings));
    return this;
  }

  private static Class<?> servletType() {
    try {
      return Class.forName("jakarta.servlet.Servlet");
    } catch (ClassNotFoundException older) {
      return javax.servlet.Servlet.class;
    }
  }

  @Override
  public ServletServer started() throws Exception {
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
    manager.deploy();
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 64_000)
            .setHandler(
                new PathHandler().addPrefixPath(application.getContextPath(), manager.start()))
            .build();
    server.start();
    return this;
  }

  DeploymentInfo application() {
    return application;
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server().getListenerInfo().get(0).getAddress()).getPort();
  }

  private Undertow server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @Override
  public void close() {
    Thread stopping = new Thread(server()::stop); // it waits for requests that a failed test left
    stopping.setDaemon(true);
    stopping.start();
  }
}
