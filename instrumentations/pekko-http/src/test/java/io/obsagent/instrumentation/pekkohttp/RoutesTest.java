// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import static org.apache.pekko.http.javadsl.server.PathMatchers.integerSegment;
import static org.apache.pekko.http.javadsl.server.PathMatchers.longSegment;
import static org.apache.pekko.http.javadsl.server.PathMatchers.remaining;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;
import static org.apache.pekko.http.javadsl.server.PathMatchers.uuidSegment;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class RoutesTest extends AllDirectives {
  private static PekkoServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PekkoServer.start(new RoutesTest().route());
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private Route route() {
    return concat(
        path("fixed", () -> complete("fixed")),
        path("fix", () -> complete("fix")),
        pathPrefix(
            "shop",
            () ->
                concat(
                    pathEnd(() -> complete("shop")),
                    path(segment("products").slash(integerSegment()), id -> complete("p" + id)),
                    path(
                        segment("orders").slash(uuidSegment()).slash("lines").slash(longSegment()),
                        (order, line) -> complete("l" + line)),
                    path(segment("v").concat(integerSegment()), v -> complete("v" + v)),
                    path(segment("files").slash(remaining()), rest -> complete(rest)),
                    pathPrefix(segment(), name -> path("about", () -> complete("about " + name))))),
        path("only-get", () -> get(() -> complete("got"))),
        path("broken", this::broken),
        path("later", () -> completeWithFuture(CompletableFuture.supplyAsync(this::answer))),
        path(
            "failing",
            () ->
                completeWithFuture(
                    CompletableFuture.failedFuture(new IllegalStateException("failing")))),
        pathPrefix("rest", () -> complete("whatever")));
  }

  private Route broken() {
    return extractRequest(
        request -> {
          throw new IllegalStateException("broken");
        });
  }

  private HttpResponse answer() {
    return HttpResponse.create().withEntity("later");
  }

  private static String ask(String method, String path) throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return connection.readAll();
    }
  }

  private static RecordedSpan spanOf(String path) throws Exception {
    Recorded.clear();
    ask("GET", path);
    return Recorded.awaitSpans(1).get(0);
  }

  private static Object route(String path) throws Exception {
    return spanOf(path).attribute("http.route");
  }

  @Test
  void whatDirectivesMatchIsTheRouteWithoutWhatTheClientChooses() throws Exception {
    assertThat(route("/fixed")).isEqualTo("/fixed");
    assertThat(route("/fix")).isEqualTo("/fix");
    assertThat(route("/shop")).isEqualTo("/shop");
    assertThat(route("/shop/products/17")).isEqualTo("/shop/products/*");
    assertThat(route("/shop/orders/0af76519-16cd-43dd-8448-eb211c80319c/lines/3"))
        .isEqualTo("/shop/orders/*/lines/*");
    assertThat(route("/shop/v2")).isEqualTo("/shop/v*");
    assertThat(route("/shop/files/a/b%20c")).isEqualTo("/shop/files/*");
    assertThat(route("/shop/%C3%A4%20b/about")).isEqualTo("/shop/*/about");
    assertThat(spanOf("/shop/products/17").name()).isEqualTo("GET /shop/products/*");
  }

  @Test
  void aPathThatIsNotMatchedToItsEndHasNoRoute() throws Exception {
    assertThat(route("/rest/of/it")).isNull();
    assertThat(route("/shop/products/x")).isNull();
    assertThat(route("/nowhere")).isNull();
  }

  @Test
  void aMethodThatIsRefusedHasTheRouteOfItsPath() throws Exception {
    assertThat(ask("POST", "/only-get")).startsWith("HTTP/1.1 405");
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("POST /only-get");
  }

  @Test
  void whatTheLibraryMakesAnAnswerOfIsTheError() throws Exception {
    for (String each : List.of("broken", "failing")) {
      RecordedSpan span = spanOf("/" + each);

      assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
      assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
      assertThat(span.events().get(0)).containsEntry("exception.message", each);
      assertThat(span.name()).isEqualTo("GET /" + each);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredByTheirOwn() throws Exception {
    String head = " HTTP/1.1\r\nHost: localhost\r\n";
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "GET /later"
              + head
              + "X-Correlation-ID: one\r\n\r\nGET /fixed"
              + head
              + "X-Correlation-ID: two\r\n\r\nGET /nowhere"
              + head
              + "Connection: close\r\nX-Correlation-ID: three\r\n\r\n");
      String answers = connection.readAll();
      assertThat(answers.lines().filter(line -> line.startsWith("X-Correlation-ID")))
          .containsExactly(
              "X-Correlation-ID: one", "X-Correlation-ID: two", "X-Correlation-ID: three");
    }
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().map(span -> span.attribute("correlation.id")))
        .containsExactly("one", "two", "three");
    assertThat(spans.stream().map(RecordedSpan::name))
        .containsExactly("GET /later", "GET /fixed", "GET");
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
  }

  @Test
  void requestsOfHttp2AreSpansOfTheirOwn() throws Exception {
    try (PekkoServer own =
        PekkoServer.start(
            "pekko.http.server.enable-http2 = on\npekko.http.server.preview.enable-http2 = on",
            request ->
                CompletableFuture.completedFuture(HttpResponse.create().withEntity("two")))) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      for (int i = 0; i < 3; i++) {
        URI uri = URI.create("http://127.0.0.1:" + own.port() + "/two");
        var request = java.net.http.HttpRequest.newBuilder(uri).build();
        assertThat(client.send(request, BodyHandlers.ofString()).version())
            .isEqualTo(HttpClient.Version.HTTP_2);
      }

      for (RecordedSpan span : Recorded.awaitSpans(3)) {
        assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
        assertThat(span.attribute("url.path")).isEqualTo("/two");
      }
    }
  }
}
