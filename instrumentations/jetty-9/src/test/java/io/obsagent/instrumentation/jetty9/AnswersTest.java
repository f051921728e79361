// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that Jetty makes, or that come about in more than one way. */
@ExtendWith(AgentExtension.class)
class AnswersTest {
  private static final LoopbackTls TLS = LoopbackTls.create();
  private static JettyServer server;
  private static ServerConnector secure;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        new JettyServer("/shop")
            .with("hello", (request, response) -> response.write("hello"), "/hello")
            .with("page", (request, response) -> response.write("nothing here"), "/page")
            .with("front", (request, response) -> response.write("not filtered"), "/front")
            .withFilter(AnswersTest::forward, "/front")
            .with("including", AnswersTest::include, "/including")
            .with("included", AnswersTest::writeAndFlush, "/included")
            .with("conflict", (request, response) -> response.call("sendError", 409), "/conflict")
            .with("upload", AnswersTest::upload, "/upload")
            .with("short", AnswersTest::writeTooLittle, "/short")
            .with("proxy", AnswersTest::loseAnotherConnection, "/proxy");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(404, "/page");
    server.context().setErrorHandler(pages);
    secure = server.secure(TLS.context());
    server.started();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private static void forward(ServletFacade request, ServletFacade response) throws Exception {
    request
        .get("getRequestDispatcher", "/hello")
        .call("forward", request.object(), response.object());
  }

  private static void include(ServletFacade request, ServletFacade response) throws Exception {
    request
        .get("getRequestDispatcher", "/included")
        .call("include", request.object(), response.object());
  }

  private static void writeAndFlush(ServletFacade request, ServletFacade response)
      throws Exception {
    response.write("included");
    response.call("flushBuffer");
  }

  private static void upload(ServletFacade request, ServletFacade response) throws Exception {
    byte[] body = ((InputStream) request.call("getInputStream")).readAllBytes();
    response.write("got " + body.length);
  }

  private static void writeTooLittle(ServletFacade request, ServletFacade response)
      throws Exception {
    response.call("setContentLength", 10);
    response.write("short");
    response.call("flushBuffer");
  }

  private static void loseAnotherConnection(ServletFacade request, ServletFacade response)
      throws Exception {
    throw new EofException("of another connection");
  }

  private static String ask(String method, String path) throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection.send(head(method, path) + "Connection: close\r\n\r\n").readAll();
    }
  }

  private static String head(String method, String path) {
    return method + " /shop" + path + " HTTP/1.1\r\nHost: localhost\r\n";
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void aFilterThatForwardsLeavesTheRouteToTheServletThatWasAskedFor() throws Exception {
    assertThat(ask("GET", "/front")).endsWith("hello");

    assertThat(theSpan().name()).isEqualTo("GET /shop/front");
  }

  @Test
  void anErrorPageNamesNoRequest() throws Exception {
    assertThat(ask("GET", "/nowhere")).startsWith("HTTP/1.1 404").contains("nothing here");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
  }

  @Test
  void whatIsIncludedMayCommitTheAnswerWithTheId() throws Exception {
    String answer = ask("GET", "/including");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET /shop/including");
    assertThat(answer).contains("included").contains(id(span));
  }

  @Test
  void anErrorWithoutAPageHasTheId() throws Exception {
    for (String method : new String[] {"GET", "DELETE"}) {
      Recorded.clear();
      String answer = ask(method, "/conflict");

      assertThat(answer).as(method).startsWith("HTTP/1.1 409").contains(id(theSpan()));
    }
  }

  private static String id(RecordedSpan span) {
    return "X-Correlation-ID: " + span.attribute("correlation.id") + "\r\n";
  }

  @Test
  void onlyTheFinalAnswerHasTheId() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      String go =
          connection
              .send(head("POST", "/upload") + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
              .readUntil("\r\n\r\n");
      assertThat(go).startsWith("HTTP/1.1 100").doesNotContain("Correlation");
      assertThat(connection.send("abc").readUntil("got 3")).contains("X-Correlation-ID: ");
    }

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aClientThatGoesWhileItSendsIsNoErrorOfTheServer() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(head("POST", "/upload") + "Content-Length: 100\r\n\r\nhalf");
      Recorded.await(() -> Recorded.metric("active_connections") == 1, () -> "not served");
    }

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.events()).isEmpty();
  }

  @Test
  void anAnswerThatEndsTooEarlyIsAnError() throws Exception {
    assumeThat(System.getProperty("library.version")).as("9.4.0 tells no channel").isNotNull();
    assertThat(ask("GET", "/short")).startsWith("HTTP/1.1 200");

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aLostConnectionToAnotherServerIsAnError() throws Exception {
    assertThat(ask("GET", "/proxy")).startsWith("HTTP/1.1 500");

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo(EofException.class.getName());
  }

  @Test
  void aRequestOverTlsTellsItsScheme() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(TLS.context()).build();
    URI uri = URI.create("https://localhost:" + secure.getLocalPort() + "/shop/hello");
    assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body())
        .isEqualTo("hello");

    assertThat(theSpan().attribute("url.scheme")).isEqualTo("https");
  }
}
