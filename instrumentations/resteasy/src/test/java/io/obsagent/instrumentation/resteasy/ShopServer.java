// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.undertow.Undertow;
import io.undertow.servlet.api.DeploymentInfo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.logging.LogManager;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;

/** Undertow on the loopback interface, with RESTEasy below {@code /shop/api}. */
final class ShopServer extends UndertowJaxrsServer implements AutoCloseable {
  ShopServer(List<Class<?>> application) {
    LogManager.getLogManager().reset(); // RESTEasy reports what the tests provoke
    start(Undertow.builder().addHttpListener(0, "127.0.0.1"));
    ResteasyDeploymentImpl deployment = new ResteasyDeploymentImpl();
    for (Class<?> type : application) {
      boolean resource = type.getSimpleName().equals("Products");
      (resource ? deployment.getActualResourceClasses() : deployment.getActualProviderClasses())
          .add(type);
    }
    DeploymentInfo info = undertowDeployment(deployment, "/api");
    info.setClassLoader(application.get(0).getClassLoader());
    info.setContextPath("/shop");
    info.setDeploymentName("shop");
    deploy(info);
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    stop();
  }
}
