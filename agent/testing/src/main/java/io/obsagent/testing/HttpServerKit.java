// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What holds for every instrumented HTTP server: its test extends this and serves the requests. */
public abstract class HttpServerKit extends HttpServerApplication {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String UNKNOWN =
      "http_requests_total{method=\"GET\",route=\"unknown\",status_code=\"404\"}";

  private final Semaphore proceed = new Semaphore(0);

  /**
   * A header's value, one character a byte, that is not ASCII, nor UTF-8 if the server bears it.
   */
  protected String beyondAscii() {
    return "\u00e4";
  }

  @Override
  void describe(Map<String, Work> endpoints) {
    endpoints.put("/hello", call -> call.answer(200, "hello"));
    endpoints.put("/ping", call -> call.answer(200, "pong"));
    endpoints.put("/echo", call -> call.answer(201, new String(call.body())));
    for (int status : new int[] {404, 405, 500, 503}) {
      endpoints.put("/status" + status, call -> call.answer(status, "as you wish"));
    }
    endpoints.put(
        "/moved",
        call -> {
          call.setHeader("Location", "/hello");
          call.answer(302, "moved");
        });
    endpoints.put(
        "/broken",
        call -> {
          throw new IllegalStateException("broken");
        });
    endpoints.put("/later", call -> call.later(later -> later.answer(202, "later")));
    endpoints.put("/failing", call -> call.later(later -> later.answer(500, "sorry")));
    endpoints.put("/stream", this::stream);
    endpoints.put("/endless", HttpServerKit::endless);
    endpoints.put("/wrapped", HttpServerKit::endlessWrapped);
    endpoints.put("/endless-later", call -> call.later(HttpServerKit::endless));
    endpoints.put("/waiting", this::waiting);
    endpoints.put("/trace", call -> call.answer(200, "trace " + AgentContext.traceId() + "!"));
  }

  private void stream(Call call) throws Exception {
    try (OutputStream out = call.stream(200)) {
      out.write("first".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      proceed.acquire();
      out.write("second".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void endless(Call call) throws Exception {
    OutputStream out = call.stream(200);
    for (; ; ) {
      out.write(new byte[10_000]);
      out.flush();
    }
  }

  private static void endlessWrapped(Call call) {
    try {
      endless(call);
    } catch (Exception e) {
      throw new IllegalStateException("could not send", e);
    }
  }

  private void waiting(Call call) throws Exception {
    proceed.acquire();
    endless(call);
  }

  private static List<String> correlationIds(String answer) {
    return HeaderSink.values(answer.lines().toList(), "x-correlation-id");
  }

  /** The name of a span, which ends with the route if the server knows one. */
  private String name(String method, String path) {
    return routes() ? method + " " + prefix() + path : method;
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void aRequestIsOneServerSpanWithWhatWasAskedAndAnswered() throws Exception {
    String answer = exchange("GET", "/hello?page=2&password=geheim");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo(name("GET", "/hello"));
    assertThat(span.kind()).isEqualTo("SERVER");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.parentSpanId()).isEmpty();
    Map<String, Object> attributes = new TreeMap<>(span.attributes());
    assertThat(correlationIds(answer))
        .containsExactly((String) attributes.remove("correlation.id"));
    assertThat(attributes.remove("http.route")).isEqualTo(routes() ? prefix() + "/hello" : null);
    assertThat(attributes)
        .containsOnly(
            Map.entry("http.request.method", "GET"),
            Map.entry("url.scheme", "http"),
            Map.entry("url.path", prefix() + "/hello"),
            Map.entry("url.query", "page=2&password=REDACTED"),
            Map.entry("http.response.status_code", 200L),
            Map.entry("network.protocol.version", "1.1"),
            Map.entry("client.address", "127.0.0.1"));
  }

  @Test
  void eachMethodNamesItsSpanAndOneThatNobodyKnowsIsOther() throws Exception {
    exchange("HEAD", "/hello");
    exchange("DELETE", "/hello", "Content-Length: 0");
    exchange("BREW", "/hello", "Content-Length: 0");

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().map(RecordedSpan::name))
        .containsExactly(
            name("HEAD", "/hello"),
            name("DELETE", "/hello"),
            servesAnyMethod() ? name("HTTP", "/hello") : "HTTP");
    assertThat(spans.get(2).attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(spans.get(2).attribute("http.request.method_original")).isEqualTo("BREW");
  }

  @Test
  void aBodyArrivesUnchanged() throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send(head("POST", "/echo") + "Content-Length: 9\r\n\r\nping pong");
      assertThat(connection.readUntil("ping pong")).startsWith("HTTP/1.1 201");
    }

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(201L);
  }

  @Test
  void onlyServerErrorsAreErrors() throws Exception {
    for (int status : new int[] {404, 405, 500, 503}) {
      Recorded.clear();
      String answer = exchange("GET", "/status" + status);

      RecordedSpan span = theSpan();
      assertThat(correlationIds(answer)).containsExactly((String) span.attribute("correlation.id"));
      assertThat(span.attribute("http.response.status_code")).isEqualTo((long) status);
      assertThat(span.status()).isEqualTo(status < 500 ? "UNSET" : "ERROR");
      assertThat(span.attribute("error.type"))
          .isEqualTo(status < 500 ? null : String.valueOf(status));
    }
  }

  @Test
  void aRedirectionIsARequestOfItsOwn() throws Exception {
    assertThat(exchange("GET", "/moved")).startsWith("HTTP/1.1 302");

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(302L);
  }

  @Test
  void whatTheApplicationThrowsIsAnErrorWithTheStatusThatItsClientGot() throws Exception {
    String answer = exchange("GET", "/broken");

    RecordedSpan span = theSpan();
    Integer status = statusOfThrown();
    assertThat(answer).startsWith(status == null ? "" : "HTTP/1.1 " + status);
    assertThat(answer.isEmpty()).isEqualTo(status == null);
    assertThat(span.attribute("http.response.status_code"))
        .isEqualTo(status == null ? null : Long.valueOf(status));
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.events().get(0)).containsEntry("exception.message", "broken");
  }

  @Test
  void aPathThatNobodyServesIsCountedAndHasNoRoute() throws Exception {
    double before = count(UNKNOWN);

    String answer = exchange("GET", "/nowhere/4711?a=b", "X-Correlation-ID: lost-1");

    assertThat(answer).startsWith("HTTP/1.1 404");
    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("url.path")).isEqualTo(prefix() + "/nowhere/4711");
    assertThat(span.attribute("url.query")).isEqualTo("a=b");
    assertThat(span.attribute("http.route")).isNull();
    assertThat(span.attribute("correlation.id")).isEqualTo("lost-1");
    assertThat(count(UNKNOWN)).isEqualTo(before + 1);
  }

  private static double count(String series) {
    Double value = Recorded.metric(series);
    return value == null ? 0 : value;
  }

  @Test
  void theTraceOfTheCallerGoesOnWhateverBecomesOfTheRequest() throws Exception {
    String[] headers = {
      "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01", "X-Correlation-ID: order-4711"
    };
    assertThat(correlationIds(exchange("GET", "/hello", headers))).containsExactly("order-4711");
    exchange("GET", "/nowhere", headers);

    for (RecordedSpan span : Recorded.awaitSpans(2)) {
      assertThat(span.traceId()).isEqualTo(TRACE);
      assertThat(span.parentSpanId()).isEqualTo("b7ad6b7169203331");
      assertThat(span.attribute("correlation.id")).isEqualTo("order-4711");
    }
  }

  @Test
  void hugeAndBrokenHeadersBeginATrace() throws Exception {
    String answer =
        exchange(
            "GET",
            "/hello",
            "traceparent: " + "f".repeat(2_000),
            "tracestate: " + "x".repeat(2_000),
            "X-Correlation-ID: " + "<script>".repeat(50),
            "b3: " + beyondAscii());

    assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("script");
    RecordedSpan span = theSpan();
    assertThat(span.parentSpanId()).isEmpty();
    assertThat(span.attribute("correlation.id")).isEqualTo(span.traceId());
  }

  @Test
  void anExcludedPathIsCountedAndAnsweredButNotTraced() throws Exception {
    String series =
        "http_requests_total{method=\"GET\",route=\""
            + (routes() ? prefix() + "/ping" : "unknown")
            + "\",status_code=\"200\"}";
    double before = count(series);

    String answer = exchange("GET", "/ping");

    assertThat(answer).contains("pong");
    assertThat(correlationIds(answer)).hasSize(1);

    Recorded.await(() -> count(series) == before + 1, () -> "not counted");
    Recorded.awaitSpans(0);
  }

  @Test
  void requestsOnOneConnectionAreTracesOfTheirOwn() throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      for (int i = 0; i < 5; i++) {
        connection.send(head("GET", "/hello") + "\r\n").readUntil("hello");
      }
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(5);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(spans.stream().map(RecordedSpan::parentSpanId)).containsOnly("");
  }

  @Test
  void requestsThatAreSentBeforeAnAnswerComesRunInTheirOwnTraces() throws Exception {
    List<String> traces = new ArrayList<>();
    try (RawConnection connection = new RawConnection(port())) {
      connection.send((head("GET", "/trace") + "\r\n").repeat(4));
      for (int i = 0; i < 4; i++) {
        String answer = connection.readUntil("!");
        traces.add(answer.substring(answer.indexOf("trace ") + 6, answer.length() - 1));
      }
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans.stream().map(RecordedSpan::name)).containsOnly(name("GET", "/trace"));
    assertThat(spans.stream().map(RecordedSpan::traceId))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(traces);
  }

  @Test
  void requestsAtOnceAreTracesOfTheirOwnAndAnsweredWithTheirOwnIds() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String path = i % 2 == 0 ? "/hello" : "/later";
        String id = "X-Correlation-ID: id-" + i;
        answers.add(clients.submit(() -> exchange("GET", path, id)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(correlationIds(answers.get(i).get())).containsExactly("id-" + i);
      }
    } finally {
      clients.shutdown();
    }
    List<RecordedSpan> spans = Recorded.awaitSpans(200);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(spans.stream().map(RecordedSpan::parentSpanId)).containsOnly("");
    assertThat(spans.stream().map(span -> span.attribute("correlation.id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void anAnswerFromAnotherThreadEndsTheSpan() throws Exception {
    assertThat(exchange("GET", "/later")).startsWith("HTTP/1.1 202").contains("later");
    RecordedSpan later = theSpan();
    assertThat(later.name()).isEqualTo(name("GET", "/later"));
    assertThat(later.attribute("http.response.status_code")).isEqualTo(202L);
    Recorded.clear();

    assertThat(exchange("GET", "/failing")).startsWith("HTTP/1.1 500");
    assertThat(theSpan().status()).isEqualTo("ERROR");
  }

  @Test
  void aStreamIsServedUntilItsEnd() throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send(head("GET", "/stream") + "\r\n");
      try {
        connection.readUntil("first");
        Recorded.awaitSpans(0);
        assertThat(Recorded.metric("active_connections")).isEqualTo(1);
      } finally {
        proceed.release(); // also where that fails: the other tests are not to wait for it
      }
      connection.readUntil("second");
    }

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aClientThatGoesBeforeItHasAskedHarmsNothing() throws Exception {
    for (String part : new String[] {"", "GET", head("GET", "/hello")}) {
      try (RawConnection connection = new RawConnection(port())) {
        connection.send(part).reset();
      }
    }
    exchange("GET", "/hello");

    String path = prefix() + "/hello";
    Recorded.await(() -> !spansOf(path).isEmpty(), () -> "no span");
    Recorded.settled();
    assertThat(spansOf(path)).hasSize(1);
  }

  private static List<RecordedSpan> spansOf(String path) {
    return Recorded.spans().stream()
        .filter(span -> path.equals(span.attribute("url.path")))
        .toList();
  }

  @Test
  void aClientThatGoesWhileItIsAnsweredIsNoErrorInWhateverExceptionItComes() throws Exception {
    for (String path : new String[] {"/endless", "/wrapped", "/endless-later"}) {
      Recorded.clear();
      try (RawConnection connection = new RawConnection(port())) {
        connection.send(head("GET", path) + "\r\n").readUntil("\r\n\r\n");
        connection.reset();
      }

      RecordedSpan span = theSpan();
      assertThat(span.name()).as(path).isEqualTo(name("GET", path));
      assertThat(span.status()).as(path).isEqualTo("UNSET");
      assertThat(span.attribute("http.response.status_code")).as(path).isEqualTo(200L);
      assertThat(span.events()).as(path).isEmpty();
    }
  }

  @Test
  void aClientThatGoesBeforeItsAnswerIsNoErrorOfTheServer() throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send(head("GET", "/waiting") + "\r\n");
      Recorded.await(() -> Recorded.metric("active_connections") == 1, () -> "not served");
      connection.reset();
    }
    proceed.release();

    assertThat(theSpan().status()).isEqualTo("UNSET");
  }
}
