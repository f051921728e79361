// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every instrumented HTTP client: its test extends this and sends a request. */
@ExtendWith(AgentExtension.class)
public abstract class HttpClientKit {
  /** What a client answers its application. */
  public record Answer(int status, String body) {}

  private static @Nullable HttpTarget running;

  /**
   * Sends a request and waits for the whole answer, following redirects.
   *
   * @param body null for none
   * @throws Exception what the client throws when it gets no answer
   */
  protected abstract Answer send(String method, URI uri, @Nullable String body) throws Exception;

  @BeforeAll
  static void startTarget() {
    running = new HttpTarget();
  }

  @AfterAll
  static void stopTarget() {
    target().close();
  }

  @BeforeEach
  void forgetRequests() {
    target().forget();
  }

  protected static HttpTarget target() {
    HttpTarget target = running;
    if (target == null) {
      throw new IllegalStateException("the target is not running yet");
    }
    return target;
  }

  @Test
  void aRequestIsOneClientSpanWithWhereItWentAndWhatCameBack() throws Exception {
    URI uri = target().uri("/status/200?q=1");

    Answer answer = send("GET", uri, null);

    assertEquals(new Answer(200, "hello"), answer);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertEquals("GET", span.name());
    assertEquals("CLIENT", span.kind());
    assertEquals("UNSET", span.status());
    Map<String, Object> attributes = new TreeMap<>(span.attributes());
    assertNotNull(attributes.remove("correlation.id"), attributes::toString);
    assertEquals(
        Map.of(
            "http.request.method",
            "GET",
            "url.full",
            uri.toString(),
            "server.address",
            "localhost",
            "server.port",
            (long) target().port(),
            "http.response.status_code",
            200L),
        attributes);
  }

  @Test
  void traceContextAndCorrelationIdTravelWithTheRequest() throws Exception {
    send("GET", target().uri("/status/200"), null);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    Map<String, List<String>> headers = target().received().get(0);
    assertEquals(
        List.of("00-" + span.traceId() + "-" + span.spanId() + "-01"), headers.get("traceparent"));
    assertEquals(
        List.of(String.valueOf(span.attribute("correlation.id"))), headers.get("X-Correlation-ID"));
  }

  @Test
  void aBodyArrivesUnchanged() throws Exception {
    Answer answer = send("POST", target().uri("/status/201"), "ping pong");

    assertEquals(new Answer(201, "ping pong"), answer);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertEquals("POST", span.name());
    assertEquals(201L, span.attribute("http.response.status_code"));
  }

  @Test
  void anErrorStatusIsAnErrorOfTheSpanAndAnAnswerToTheApplication() throws Exception {
    for (int status : new int[] {404, 500}) {
      Recorded.clear();

      assertEquals(status, send("GET", target().uri("/status/" + status), null).status());

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertEquals("ERROR", span.status());
      assertEquals((long) status, span.attribute("http.response.status_code"));
      assertEquals(String.valueOf(status), span.attribute("error.type"));
    }
  }

  @Test
  void aRefusedConnectionIsAnErrorAndTheApplicationGetsTheException() {
    URI uri = URI.create("http://localhost:" + HttpTarget.closedPort() + "/");

    assertThrows(Exception.class, () -> send("GET", uri, null));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertEquals("ERROR", span.status());
    assertNotNull(span.attribute("error.type"), span::toString);
    assertEquals("exception", span.events().get(0).get("name"));
  }

  @Test
  void redirectsAreFollowedWithinOneSpan() throws Exception {
    assertEquals(new Answer(200, "hello"), send("GET", target().uri("/redirect"), null));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertEquals(200L, span.attribute("http.response.status_code"));
    assertEquals(2, target().received().size());
  }

  @Test
  void oneRequestAfterTheOtherAreTwoTraces() throws Exception {
    send("GET", target().uri("/status/200"), null);
    send("GET", target().uri("/status/200"), null);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertEquals("", spans.get(0).parentSpanId());
    assertEquals("", spans.get(1).parentSpanId());
  }
}
