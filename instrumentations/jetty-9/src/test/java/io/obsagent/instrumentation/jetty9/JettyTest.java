// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JettyTest extends HttpServerKit {
  private JettyServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server =
        new JettyServer("/shop")
            .with(endpoints)
            .with("mapped", (request, response) -> response.write("hello"), "/mapped/*", "*.do")
            .with("dispatch", JettyTest::dispatch, "/dispatch")
            .with("forward", JettyTest::forward, "/forward")
            .with("slow", JettyTest::timeOut, "/slow")
            .started();
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  @Override
  protected String prefix() {
    return "/shop";
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

  @Test
  void aRequestOutsideOfEveryContextIsServedByTheServer() throws Exception {
    assertThat(get("/elsewhere")).startsWith("HTTP/1.1 404");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
  }
}
