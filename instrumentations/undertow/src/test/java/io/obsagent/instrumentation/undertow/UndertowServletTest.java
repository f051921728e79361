// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletCall;
import io.obsagent.testing.ServletFacade;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;

/** Undertow's servlet container, of either name space. */
class UndertowServletTest extends HttpServerKit {
  private final DeploymentInfo application =
      Servlets.deployment()
          .setClassLoader(UndertowServletTest.class.getClassLoader())
          .setContextPath("/shop")
          .setDeploymentName("shop");
  private Undertow server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    LogManager.getLogManager().reset(); // Undertow reports what the tests provoke
    endpoints.forEach((path, work) -> with(path.substring(1), ServletCall.service(work), path));
    with("mapped", (request, response) -> response.write("hello"), "/mapped/*", "*.do");
    with("dispatch", UndertowServletTest::dispatch, "/dispatch");
    with("forward", UndertowServletTest::forward, "/forward");
    with("slow", UndertowServletTest::timeOut, "/slow");
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
    manager.deploy();
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(new PathHandler().addPrefixPath("/shop", manager.start()))
            .build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the type of servlets is one of two
  private void with(String name, ServletFacade.Service service, String... mappings) {
    Class type = servletType();
    Object servlet =
        ServletFacade.servlet(type, service, UndertowServletTest.class.getClassLoader());
    application.addServlet(
        new ServletInfo(name, type, new ImmediateInstanceFactory(servlet))
            .setAsyncSupported(true)
            .addMappings(mappings));
  }

  private static Class<?> servletType() {
    try {
      return Class.forName("jakarta.servlet.Servlet");
    } catch (ClassNotFoundException older) {
      return javax.servlet.Servlet.class;
    }
  }

  private static void dispatch(ServletFacade request, ServletFacade response) throws Exception {
    request.get("startAsync").call("dispatch", "/mapped/there");
  }

  private static void forward(ServletFacade request, ServletFacade response) throws Exception {
    request
        .get("getRequestDispatcher", "/mapped/there")
        .call("forward", request.object(), response.object());
  }

  private static void timeOut(ServletFacade request, ServletFacade response) throws Exception {
    request.get("startAsync").call("setTimeout", 10L);
  }

  @Override
  protected void stop() {
    Thread stopping = new Thread(server::stop); // it waits for requests that a failed test left
    stopping.setDaemon(true);
    stopping.start();
  }

  @Override
  protected String prefix() {
    return "/shop";
  }

  private String get(String path) throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      return connection
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }

  @Test
  void eachMappingOfAServletIsARouteOfItsOwn() throws Exception {
    get("/shop/mapped/a/b");
    get("/shop/some/thing.do");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/mapped/*", "GET /shop/*.do");
  }

  @Test
  void aDispatchOrForwardIsNoSecondRequestAndKeepsTheFirstRoute() throws Exception {
    assertThat(get("/shop/dispatch")).contains("hello");
    assertThat(get("/shop/forward")).contains("hello");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/dispatch", "GET /shop/forward");
  }

  @Test
  void anAsynchronousRequestThatTimesOutIsAnError() throws Exception {
    assertThat(get("/shop/slow")).startsWith("HTTP/1.1 500");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
  }
}
