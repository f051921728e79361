// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every servlet container, besides what holds for every HTTP server. */
public abstract class ServletKit extends HttpServerKit {
  private @Nullable ServletContainer running;

  /**
   * A container that is not started yet.
   *
   * @param contextPath of its one application
   */
  protected abstract ServletContainer container(String contextPath) throws Exception;

  @Override
  protected final int start(Map<String, Work> endpoints) throws Exception {
    running = container(prefix());
    return running
        .with(endpoints)
        .with("mapped", (request, response) -> response.write("hello"), "/mapped/*", "*.do")
        .with("dispatch", ServletKit::dispatch, "/dispatch")
        .with("forward", ServletKit::forward, "/forward")
        .with("slow", ServletKit::timeOut, "/slow")
        .started()
        .port();
  }

  @Override
  protected final void stop() throws Exception {
    if (running != null) {
      running.close();
    }
  }

  @Override
  protected final String prefix() {
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

  /**
   * Long enough for the servlet to have returned: where the first time-out of a JVM passes while it
   * does, Jetty 12.1.14 at times never answers, with no agent either.
   */
  private static void timeOut(ServletFacade request, ServletFacade response) throws Exception {
    request.get("startAsync").call("setTimeout", 300L);
  }

  @Test
  void eachMappingOfAServletIsARouteOfItsOwn() throws Exception {
    exchange("GET", "/mapped/a/b");
    exchange("GET", "/some/thing.do");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/mapped/*", "GET /shop/*.do");
  }

  @Test
  void aDispatchOrForwardIsNoSecondRequestAndKeepsTheFirstRoute() throws Exception {
    assertThat(exchange("GET", "/dispatch")).contains("hello");
    assertThat(exchange("GET", "/forward")).contains("hello");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/dispatch", "GET /shop/forward");
  }

  @Test
  void anAsynchronousRequestThatTimesOutIsAnError() throws Exception {
    assertThat(exchange("GET", "/slow")).startsWith("HTTP/1.1 500");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
  }
}
