// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import io.obsagent.testing.TwinJetty;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.frontend.ServerFactoryBean;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;

/** A Jetty on the loopback interface, with CXF below {@code /shop/api}. */
final class CxfServer implements AutoCloseable {
  private final Bus bus = BusFactory.newInstance().createBus();
  private final TwinJetty jetty;

  /** A service as its authors write it. */
  public interface Orders {
    String place(String article) throws Exception;
  }

  /** The service. */
  public static class OrdersService implements Orders {
    @Override
    public String place(String article) throws Exception {
      if (article.equals("none")) {
        throw new IllegalStateException("none left");
      }
      return "placed " + article;
    }
  }

  CxfServer(List<Class<?>> application) throws Exception {
    CXFNonSpringServlet servlet = new CXFNonSpringServlet();
    servlet.setBus(bus);
    jetty = new TwinJetty("/shop", servlet, "/api/*");
    LogManager.getLogManager().reset(); // CXF reports what the tests provoke
    JAXRSServerFactoryBean resources = new JAXRSServerFactoryBean();
    resources.setBus(bus);
    List<Object> providers = new ArrayList<>();
    for (Class<?> type : application) {
      if (type.getSimpleName().equals("Products")) {
        resources.setResourceClasses(type);
      } else {
        providers.add(type.getConstructor().newInstance());
      }
    }
    resources.setProviders(providers);
    resources.setAddress("/");
    resources.create();
    ServerFactoryBean service = new ServerFactoryBean();
    service.setBus(bus);
    service.setServiceClass(Orders.class);
    service.setServiceBean(new OrdersService());
    service.setAddress("/orders");
    service.create();
  }

  int port() {
    return jetty.port();
  }

  @Override
  public void close() throws Exception {
    jetty.close();
    bus.shutdown(true);
  }
}
