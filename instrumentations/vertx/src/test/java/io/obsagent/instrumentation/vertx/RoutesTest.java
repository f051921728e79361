// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which route names a request. */
@ExtendWith(AgentExtension.class)
class RoutesTest {
  private static WebServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new WebServer();
    Router router = server.router;
    router.route().handler(context -> context.next());
    router.route("/*").handler(context -> context.next());
    router
        .route("/api/*")
        .handler(
            context -> {
              if (context.request().getHeader("X-Denied") == null) {
                context.next();
              } else {
                context.response().setStatusCode(401).end();
              }
            });
    router.get("/api/items/:id").handler(context -> context.end("item"));
    router
        .getWithRegex("/api/(?<kind>[a-z]+)-(?<number>\\d+)")
        .handler(context -> context.end("x"));
    router.get("/api/later/:id").handler(RoutesTest::later);
    router
        .get("/api/fails/:why")
        .handler(
            context -> {
              throw new IllegalStateException("failed");
            })
        .failureHandler(
            context ->
                context
                    .response()
                    .setStatusCode(context.pathParam("why").equals("mistake") ? 422 : 503)
                    .end("sorry"));
    Router inner = Router.router(server.vertx);
    inner.get("/parts/:part").handler(context -> context.end("part"));
    inner.get("/later").handler(RoutesTest::later);
    Router outer = Router.router(server.vertx);
    outer.route("/more/*").subRouter(inner);
    router.route("/mounted/*").subRouter(outer);
    Router shop = Router.router(server.vertx);
    shop.get("/parts/:part").handler(context -> context.end("part"));
    router.route("/shops/:shop/*").subRouter(shop);
    router.get("/static/*").handler(context -> context.end("file"));
    server.started();
  }

  private static void later(io.vertx.ext.web.RoutingContext context) {
    context.vertx().setTimer(5, fired -> context.response().end("later"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static RecordedSpan get(String path, String... headers) throws Exception {
    Recorded.clear();
    try (RawConnection connection = new RawConnection(server.port())) {
      connection
          .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")
          .send(String.join("", headers) + "\r\n")
          .readAll();
    }
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void theRouteThatAnswersNamesTheRequestWhateverFiltersItPassed() throws Exception {
    assertThat(get("/api/items/4711").name()).isEqualTo("GET /api/items/:id");
    assertThat(get("/api/later/4711").name()).isEqualTo("GET /api/later/:id");
    assertThat(get("/static/a/b.css").name()).isEqualTo("GET /static/*");
  }

  @Test
  void aFilterThatAnswersNamesItsRequest() throws Exception {
    RecordedSpan span = get("/api/items/4711", "X-Denied: 1\r\n");

    assertThat(span.name()).isEqualTo("GET /api/*");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(401L);
  }

  @Test
  void aRegularExpressionIsItsOwnName() throws Exception {
    assertThat(get("/api/item-12").name()).isEqualTo("GET /api/(?<kind>[a-z]+)-(?<number>\\d+)");
  }

  @Test
  void mountedRoutersAddTheirPathsAndNoValues() throws Exception {
    assertThat(get("/mounted/more/parts/7").name()).isEqualTo("GET /mounted/more/parts/:part");
    assertThat(get("/mounted/more/later").name()).isEqualTo("GET /mounted/more/later");
    assertThat(get("/shops/berlin/parts/7").name()).isEqualTo("GET /shops/:shop/parts/:part");
  }

  @Test
  void whatFailsIsTheCauseOfTheAnswerOfItsFailureHandler() throws Exception {
    RecordedSpan span = get("/api/fails/server");
    assertThat(span.name()).isEqualTo("GET /api/fails/:why");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);

    RecordedSpan mistake = get("/api/fails/mistake");
    assertThat(mistake.status()).isEqualTo("UNSET");
    assertThat(mistake.events()).isEmpty();
  }

  @Test
  void aPathWithoutRouteHasThatOfTheLastFilter() throws Exception {
    RecordedSpan span = get("/nowhere");

    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
    assertThat(span.name()).isEqualTo("GET /*");
  }
}
