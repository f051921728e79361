// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class H2ConsoleTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final Pattern SESSION = Pattern.compile("jsessionid=([0-9a-f]+)");

  private static Server console;

  @BeforeAll
  static void start() throws Exception {
    console = Server.createWebServer("-webPort", "0", "-webDaemon", "-ifNotExists").start();
  }

  @AfterAll
  static void stop() {
    console.stop();
  }

  private static String ask(String line, String headers, String body) throws Exception {
    try (RawConnection connection = new RawConnection(console.getPort())) {
      return connection
          .send(
              line
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                  + body.length()
                  + "\r\n"
                  + headers
                  + "\r\n"
                  + body)
          .readAll();
    }
  }

  private static String get(String path) throws Exception {
    return ask("GET " + path, "", "");
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void aPageIsASpanOfItsCallersTrace() throws Exception {
    String caller = "traceparent: 00-" + TRACE + "-" + CALLER + "-01\r\n";
    assertThat(ask("GET /stylesheet.css?a=b", caller, "")).startsWith("HTTP/1.1 200");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET /stylesheet.css");
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(CALLER);
    assertThat(span.attribute("url.scheme")).isEqualTo("http");
    assertThat(span.attribute("url.path")).isEqualTo("/stylesheet.css");
    assertThat(span.attribute("client.address")).isEqualTo("127.0.0.1");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void twoRequestsOfOneConnectionAreTwoTraces() throws Exception {
    String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
    try (RawConnection connection = new RawConnection(console.getPort())) {
      connection.send("GET /stylesheet.css" + head).readUntil("200 OK");
      Recorded.awaitSpans(1);
      connection.send("GET /table.js" + head).readUntil("200 OK");
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactly("GET /stylesheet.css", "GET /table.js");
    assertThat(spans.get(0).traceId()).isNotEqualTo(spans.get(1).traceId());
  }

  @Test
  void whatIsNotThereHasNoRoute() throws Exception {
    assertThat(get("/nosuch.css")).startsWith("HTTP/1.1 404");
    get("/nosuch.do");

    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::name).containsExactly("GET", "GET");
  }

  @Test
  void whatIsRefusedIsToldWithItsStatus() throws Exception {
    assertThat(ask("DELETE /index.do", "", "")).startsWith("HTTP/1.1 400");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("DELETE");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(400L);
  }

  @Test
  void statementsAreBelowTheRequestThatRunsThem() throws Exception {
    Matcher session = SESSION.matcher(get("/"));
    assertThat(session.find()).isTrue();
    String key = "?jsessionid=" + session.group(1);
    ask(
        "POST /login.do" + key,
        "",
        "driver=org.h2.Driver&url=jdbc:h2:mem:console&user=sa&password=");
    Recorded.clear();
    ask("POST /query.do" + key, "", "sql=VALUES+42");

    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.kind().equals("SERVER")),
        () -> "no request");
    List<RecordedSpan> spans = Recorded.spans();
    RecordedSpan request =
        spans.stream().filter(span -> span.kind().equals("SERVER")).findFirst().orElseThrow();
    assertThat(request.name()).isEqualTo("POST /query.do");
    assertThat(spans)
        .filteredOn(span -> span.kind().equals("CLIENT"))
        .isNotEmpty()
        .allSatisfy(span -> assertThat(span.parentSpanId()).isEqualTo(request.spanId()));
  }
}
