// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However a request travels within Tomcat, it is one span. */
@ExtendWith(AgentExtension.class)
class DispatchTest {
  private static final int LARGE = 200_000;

  private static ServletServer server;
  private static HttpClient client;

  @BeforeAll
  static void startServer() {
    server =
        new ServletServer("/shop")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .with("oops", (request, response) -> response.write("oops"), "/oops")
            .with("forward", (request, response) -> dispatch("forward", request, response), "/fwd")
            .with("include", (request, response) -> dispatch("include", request, response), "/inc")
            .with("missing", (request, response) -> response.call("sendError", 404), "/missing")
            .with("committed", DispatchTest::failTooLate, "/committed")
            .with("failing", DispatchTest::failAsynchronously, "/failing")
            .with("raw", DispatchTest::failDispatched, "/dispatched")
            .with("broken", DispatchTest::fail, "/broken")
            .with("atonce", DispatchTest::completeAtOnce, "/atonce")
            .with("undecided", DispatchTest::failAfterGoingAsync, "/undecided")
            .with("echo", DispatchTest::echo, "/echo")
            .with("file", DispatchTest::sendFile, "/file");
    ErrorPage page = new ErrorPage();
    page.setErrorCode(404);
    page.setLocation("/oops");
    server.context().addErrorPage(page);
    server.context().getPipeline().addValve(new Guard());
    server.started();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  /** Lets nobody in who asks for {@code ?guarded}. */
  private static final class Guard extends ValveBase {
    Guard() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) {
      if ("guarded".equals(request.getQueryString())) {
        response.setStatus(403);
      } else {
        pass(request, response);
      }
    }

    /** What the next valve throws is of one name space or the other. */
    private void pass(Request request, Response response) {
      try {
        new ServletFacade(getNext()).call("invoke", request, response);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void dispatch(String how, ServletFacade request, ServletFacade response)
      throws Exception {
    request
        .get("getRequestDispatcher", "/hello/there")
        .call(how, request.object(), response.object());
  }

  private static void fail(ServletFacade request, ServletFacade response) {
    throw new IllegalStateException("broken");
  }

  private static void failTooLate(ServletFacade request, ServletFacade response) throws Exception {
    response.write("half");
    response.call("flushBuffer");
    throw new IllegalStateException("too late");
  }

  private static void failDispatched(ServletFacade request, ServletFacade response)
      throws Exception {
    request.get("startAsync").call("dispatch", "/broken");
  }

  private static void failAsynchronously(ServletFacade request, ServletFacade response)
      throws Exception {
    ServletFacade async = request.get("startAsync");
    async.call("setTimeout", 100L);
    Runnable task =
        () -> {
          throw new IllegalStateException("lost");
        };
    async.call("start", task);
  }

  private static void completeAtOnce(ServletFacade request, ServletFacade response)
      throws Exception {
    ServletFacade async = request.get("startAsync");
    response.write("at once");
    async.call("complete");
  }

  private static void failAfterGoingAsync(ServletFacade request, ServletFacade response)
      throws Exception {
    request.get("startAsync");
    throw new IllegalStateException("undecided");
  }

  /** Sends back without blocking what it reads without blocking. */
  private static void echo(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    ServletFacade in = request.get("getInputStream");
    ServletFacade out = response.get("getOutputStream");
    StringBuilder body = new StringBuilder();
    Object writer =
        request.implement(
            "WriteListener",
            (proxy, method, arguments) -> {
              if (method.getName().equals("onWritePossible") && (boolean) out.call("isReady")) {
                out.call("print", body.toString());
                async.call("complete");
              }
              return null;
            });
    Object reader =
        request.implement(
            "ReadListener",
            (proxy, method, arguments) -> {
              if (method.getName().equals("onDataAvailable")) {
                byte[] buffer = new byte[100];
                while ((boolean) in.call("isReady") && !(boolean) in.call("isFinished")) {
                  int count = ((InputStream) in.object()).read(buffer);
                  body.append(new String(buffer, 0, Math.max(count, 0)));
                }
              } else if (method.getName().equals("onAllDataRead")) {
                out.call("setWriteListener", writer);
              }
              return null;
            });
    in.call("setReadListener", reader);
  }

  private static void sendFile(ServletFacade request, ServletFacade response) throws Exception {
    Path file = Files.createTempFile("obs-sendfile", ".bin");
    file.toFile().deleteOnExit();
    Files.write(file, new byte[LARGE]);
    assertThat(request.call("getAttribute", "org.apache.tomcat.sendfile.support")).isEqualTo(true);
    response.call("setContentLength", LARGE);
    request.call("setAttribute", "org.apache.tomcat.sendfile.filename", file.toString());
    request.call("setAttribute", "org.apache.tomcat.sendfile.start", (Object) 0L);
    request.call("setAttribute", "org.apache.tomcat.sendfile.end", (Object) (long) LARGE);
  }

  @Test
  void aForwardedOrIncludedRequestIsOneSpanNamedAfterWhereItCameIn() throws Exception {
    assertThat(get("/shop/fwd").body()).isEqualTo("hello");
    assertThat(get("/shop/inc").body()).isEqualTo("hello");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/fwd", "GET /shop/inc");
  }

  @Test
  void anErrorPageIsPartOfTheRequest() throws Exception {
    HttpResponse<String> response = get("/shop/missing");

    assertThat(response.body()).isEqualTo("oops");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/missing");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
    assertThat(response.headers().allValues("X-Correlation-ID"))
        .containsExactly((String) span.attribute("correlation.id"));
  }

  @Test
  void anErrorPageOfAPathWithoutServletIsNoRoute() throws Exception {
    assertThat(get("/shop/nowhere").body()).isEqualTo("oops");

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
  }

  @Test
  void whatFailsAfterItsAnswerIsCommittedIsAnErrorWithTheStatusThatWentOut() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send("GET /shop/committed HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(connection.readUntil("half")).containsOnlyOnce("X-Correlation-ID: ");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void whatAValveRejectsHasTheRouteOfTheServletThatItWasFor() throws Exception {
    assertThat(get("/shop/hello/?guarded").statusCode()).isEqualTo(403);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/hello/*");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(403L);
  }

  @Test
  void whatAnAsynchronousDispatchThrowsIsAnErrorOfTheSpan() throws Exception {
    assertThat(get("/shop/dispatched").statusCode()).isEqualTo(500);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/dispatched");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void whatAnAsynchronousTaskThrowsEndsTheSpan() throws Exception {
    sendAndAwaitEnd("/shop/failing");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/failing");
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void anAsynchronousRequestCompletedAtOnceIsOneSpan() throws Exception {
    assertThat(get("/shop/atonce").body()).isEqualTo("at once");

    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(200L);
  }

  @Test
  void whatAServletThrowsAfterItWentAsynchronousIsAnErrorOfTheSpan() throws Exception {
    sendAndAwaitEnd("/shop/undecided");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/undecided");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void readingAndWritingWithoutBlockingIsOneSpan() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "POST /shop/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nping");
      Recorded.awaitSpans(0);
      assertThat(connection.send(" pong").readUntil("ping pong")).startsWith("HTTP/1.1 200");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST /shop/echo");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aFileSentByTheKernelIsOneSpan() throws Exception {
    assertThat(get("/shop/file").body()).hasSize(LARGE);

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET /shop/file");
  }

  /** For what some versions answer with 500, and others by dropping the connection. */
  private static void sendAndAwaitEnd(String path) throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
