// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.SameThreadExecutor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndertowTest extends HttpServerKit {
  private HandlerServer server;

  @Override
  protected int start(Map<String, Work> endpoints) {
    server =
        new HandlerServer()
            .with(endpoints)
            .with(
                "/api",
                new RoutingHandler().get("/items/{id}/parts/{part}", UndertowTest::describe))
            .with("/again", UndertowTest::again)
            .with("/", files())
            .with("/classes", files())
            .started();
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }

  /** The classes of this test, as they lie. */
  private static ResourceHandler files() {
    return new ResourceHandler(
        new ClassPathResourceManager(
            UndertowTest.class.getClassLoader(), UndertowTest.class.getPackage()));
  }

  private static void describe(HttpServerExchange exchange) {
    exchange.getResponseSender().send("described");
  }

  /** Dispatches within its own call, and then to a worker. */
  private static void again(HttpServerExchange exchange) {
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        inner -> inner.dispatch(last -> last.getResponseSender().send("again")));
  }

  @Test
  void theRouteIsThePrefixAndTheTemplate() throws Exception {
    assertThat(exchange("GET", "/api/items/4711/parts/12?a=b")).contains("described");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /api/items/{id}/parts/{part}");
    assertThat(span.attribute("url.path")).isEqualTo("/api/items/4711/parts/12");
  }

  @Test
  void filesThatThereAreAreOneRoute() throws Exception {
    assertThat(exchange("GET", "/UndertowTest.class")).startsWith("HTTP/1.1 200");
    assertThat(exchange("GET", "/classes/UndertowTest.class")).startsWith("HTTP/1.1 200");
    assertThat(exchange("GET", "/classes/nosuch.class")).startsWith("HTTP/1.1 404");

    assertThat(Recorded.awaitSpans(3).stream().map(RecordedSpan::name))
        .containsExactly("GET /*", "GET /classes/*", "GET");
  }

  @Test
  void dispatchesOfOneRequestAreOneSpan() throws Exception {
    assertThat(exchange("GET", "/again")).contains("again");
    assertThat(exchange("GET", "/again")).contains("again");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::parentSpanId)).containsOnly("");
  }

  @Test
  void aRequestThatNamesItsHostHasThePathOnly() throws Exception {
    assertThat(exchange("GET", "http://localhost/hello?page=1")).contains("hello");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("url.path")).isEqualTo("/hello");
    assertThat(span.attribute("url.query")).isEqualTo("page=1");
  }
}
