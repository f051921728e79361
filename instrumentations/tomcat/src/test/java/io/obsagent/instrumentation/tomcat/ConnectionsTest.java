// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests on the wire, well and badly behaved. */
@ExtendWith(AgentExtension.class)
class ConnectionsTest {
  private static final String GET = "GET /shop/hello/%s HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static ServletServer server;
  private static final CountDownLatch GONE = new CountDownLatch(1);

  @BeforeAll
  static void startServer() {
    server =
        new ServletServer("/shop")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .with("upload", ConnectionsTest::upload, "/upload")
            .with("endless", ConnectionsTest::endless, "/endless")
            .with("gone", ConnectionsTest::answerToNobody, "/gone")
            .with("emitter", ConnectionsTest::emit, "/emitter")
            .with("fail", ConnectionsTest::fail, "/fail")
            .started();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private static void upload(ServletFacade request, ServletFacade response) throws Exception {
    ((InputStream) request.call("getInputStream")).readAllBytes();
  }

  private static void endless(ServletFacade request, ServletFacade response) throws Exception {
    OutputStream out = (OutputStream) response.call("getOutputStream");
    for (; ; ) {
      out.write(new byte[10_000]);
    }
  }

  /** Goes async, and completes when its client is gone. */
  private static void answerToNobody(ServletFacade request, ServletFacade response)
      throws Exception {
    ServletFacade async = request.get("startAsync");
    response.write("one");
    response.call("flushBuffer");
    Runnable task =
        () -> {
          try {
            GONE.await();
            ServletServer.writeToNobody(response);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            async.complete();
          }
        };
    async.call("start", task);
  }

  /** As an emitter of events does: it tells its framework of what its reader's absence caused. */
  private static void emit(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    response.write("one");
    response.call("flushBuffer");
    Runnable task =
        () -> {
          writeUntilRefused(response);
          try {
            async.call("dispatch", "/fail");
          } catch (Exception e) {
            async.complete();
          }
        };
    async.call("start", task);
  }

  private static void writeUntilRefused(ServletFacade response) {
    try {
      for (; ; ) {
        response.write("next");
        response.call("flushBuffer");
      }
    } catch (Exception gone) {
      // as it should be
    }
  }

  private static void fail(ServletFacade request, ServletFacade response) {
    throw new IllegalStateException("could not emit");
  }

  @Test
  void anEmitterWhoseReaderLeftHasTheStatusThatItBeganWith() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send("GET /shop/emitter HTTP/1.1\r\nHost: localhost\r\n\r\n");
      connection.readUntil("one");
      connection.reset();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(span.events()).isEmpty();
  }

  @Test
  void requestsOnOneConnectionAreSpansOfTheirOwn() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      for (String item : new String[] {"1", "2"}) {
        connection.send(String.format(GET, item));
        assertThat(connection.readUntil("hello")).startsWith("HTTP/1.1 200");
      }
    }

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
  }

  @Test
  void pipelinedRequestsAreSpansOfTheirOwnWithTheirOwnIds() throws Exception {
    String answers;
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          String.format(GET, "1")
              + String.format(GET, "2").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      answers = connection.readAll();
    }

    assertThat(answers).containsSubsequence("HTTP/1.1 200", "hello", "HTTP/1.1 200", "hello");
    for (RecordedSpan span : Recorded.awaitSpans(2)) {
      assertThat(answers).containsOnlyOnce("X-Correlation-ID: " + span.attribute("correlation.id"));
    }
    assertThat(Recorded.spans().stream().map(span -> span.attribute("url.path")))
        .containsExactly("/shop/hello/1", "/shop/hello/2");
  }

  @Test
  void anUploadThatItsClientAbortsIsOneSpan() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "POST /shop/upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\nhello\r\n5\r\nhe");
    }

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("POST /shop/upload");
  }

  @Test
  void aClientThatGoesWhileItIsAnsweredIsNoErrorOfTheServer() throws Exception {
    assumeThat(System.getProperty("library.version")).as("9.0.1 calls it a 500").isNotNull();
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send("GET /shop/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
      connection.readUntil("\r\n\r\n");
      connection.reset();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void anAsynchronousRequestWhoseClientIsGoneEndsItsSpan() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send("GET /shop/gone HTTP/1.1\r\nHost: localhost\r\n\r\n");
      connection.readUntil("one");
      connection.reset();
    }
    GONE.countDown();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/gone");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aMethodThatNobodyKnowsIsOther() throws Exception {
    for (String method : new String[] {"HEAD", "OPTIONS", "BREW"}) {
      try (RawConnection connection = new RawConnection(server.port())) {
        connection.send(
            method + " /shop/hello/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(connection.readAll()).startsWith("HTTP/1.1 200").contains("X-Correlation-ID: ");
      }
    }

    assertThat(Recorded.awaitSpans(3).stream().map(RecordedSpan::name))
        .containsExactly("HEAD /shop/hello/*", "OPTIONS /shop/hello/*", "HTTP /shop/hello/*");
    RecordedSpan other = Recorded.spans().get(2);
    assertThat(other.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(other.attribute("http.request.method_original")).isEqualTo("BREW");
  }

  @Test
  void whatIsNoRequestIsAnsweredByTomcatAloneAndHarmsNothing() throws Exception {
    for (String nonsense : new String[] {"\u0001\u0002 nonsense\r\n\r\n", "GET /a b c d\r\n\r\n"}) {
      try (RawConnection connection = new RawConnection(server.port())) {
        assertThat(connection.send(nonsense).readAll()).startsWith("HTTP/1.1 400");
      }
    }
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(String.format(GET, "1")).readUntil("hello");
    }

    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("GET /shop/hello/*")),
        () -> "no span of the request after");
    assertThat(Recorded.spans().stream().filter(span -> !span.name().startsWith("GET /")))
        .as("newer versions let their own error page answer, and then there are spans")
        .allSatisfy(
            span -> assertThat(span.attribute("http.response.status_code")).isEqualTo(400L));
  }

  @Test
  void aPathThatTomcatRefusesIsASpanWithItsStatus() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "GET /shop/%2e%2e/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(connection.readAll()).startsWith("HTTP/1.1 400");
    }

    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(400L);
  }
}
