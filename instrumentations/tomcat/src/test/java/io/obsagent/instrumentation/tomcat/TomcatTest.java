// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TomcatTest extends HttpServerKit {
  private static final CountDownLatch RELEASE = new CountDownLatch(1);

  private static ServletServer server;
  private static HttpClient client;

  @Override
  protected int start(Map<String, Work> endpoints) {
    server =
        new ServletServer("/shop")
            .with("mapped", TomcatTest::hello, "/hello/*", "/exact", "*.do")
            .with("gone", (request, response) -> response.call("sendError", 410), "/gone")
            .with("awaited", TomcatTest::later, "/awaited")
            .with("dispatch", TomcatTest::dispatch, "/dispatch")
            .with("slow", TomcatTest::timeOut, "/slow");
    server.with(endpoints).started();
    client = HttpClient.newHttpClient();
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

  private static void hello(ServletFacade request, ServletFacade response) throws Exception {
    response.write("hello");
  }

  /** Answers from a thread of the container, when the test says so. */
  private static void later(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    Runnable task =
        () -> {
          try {
            RELEASE.await();
            response.call("setStatus", 202);
            response.write("later");
            async.call("complete");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    async.call("start", task);
  }

  private static void dispatch(ServletFacade request, ServletFacade response) throws Exception {
    request.get("startAsync").call("dispatch", "/hello/there");
  }

  private static void timeOut(ServletFacade request, ServletFacade response) throws Exception {
    request.get("startAsync").call("setTimeout", 10L);
  }

  @Test
  void aRequestIsAServerSpanNamedAfterItsMapping() throws Exception {
    HttpResponse<String> response = get("/shop/hello/world?page=2");

    assertThat(response.body()).isEqualTo("hello");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/hello/*");
    assertThat(span.kind()).isEqualTo("SERVER");
    assertThat(span.status()).isEqualTo("UNSET");
    Map<String, Object> attributes = new TreeMap<>(span.attributes());
    assertThat(response.headers().allValues("X-Correlation-ID"))
        .containsExactly((String) attributes.remove("correlation.id"));
    assertThat(attributes)
        .containsOnly(
            Map.entry("http.request.method", "GET"),
            Map.entry("url.scheme", "http"),
            Map.entry("url.path", "/shop/hello/world"),
            Map.entry("url.query", "page=2"),
            Map.entry("http.route", "/shop/hello/*"),
            Map.entry("http.response.status_code", 200L),
            Map.entry("network.protocol.version", "1.1"),
            Map.entry("client.address", "127.0.0.1"));
  }

  @Test
  void eachMappingOfAServletIsARouteOfItsOwn() throws Exception {
    get("/shop/exact");
    get("/shop/some/thing.do");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/exact", "GET /shop/*.do");
  }

  @Test
  void aClientErrorIsNoErrorOfTheServer() throws Exception {
    assertThat(get("/shop/gone").statusCode()).isEqualTo(410);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(410L);
  }

  @Test
  void aPathThatNoServletServesHasNoRoute() throws Exception {
    assertThat(get("/nowhere/4711").statusCode()).isEqualTo(404);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("http.route")).isNull();
  }

  @Test
  void anAsynchronousRequestEndsWhenItIsComplete() throws Exception {
    var answer = client.sendAsync(request("/shop/awaited"), HttpResponse.BodyHandlers.ofString());
    Recorded.awaitSpans(0);
    RELEASE.countDown();

    assertThat(answer.get().body()).isEqualTo("later");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(answer.get().headers().firstValue("X-Correlation-ID"))
        .contains((String) span.attribute("correlation.id"));
    assertThat(span.name()).isEqualTo("GET /shop/awaited");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(202L);
  }

  @Test
  void aDispatchedRequestIsOneSpanNamedAfterItsFirstMapping() throws Exception {
    assertThat(get("/shop/dispatch").body()).isEqualTo("hello");

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET /shop/dispatch");
  }

  @Test
  void anAsynchronousRequestThatTimesOutIsAnError() throws Exception {
    assertThat(get("/shop/slow").statusCode()).isEqualTo(500);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path), HttpResponse.BodyHandlers.ofString());
  }
}
