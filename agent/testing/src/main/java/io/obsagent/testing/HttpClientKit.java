// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every instrumented HTTP client: its test extends this and makes a request. */
@ExtendWith(AgentExtension.class)
public abstract class HttpClientKit {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Map<String, String> INCOMING =
      Map.of(
          "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01",
          "tracestate", "vendor=value",
          "baggage", "tenant=acme");
  private static final List<String> OURS =
      List.of("traceparent", "tracestate", "baggage", "x-correlation-id");

  /** What a client answers its application. */
  public record Answer(int status, String body) {}

  /** A request as the application holds it. */
  public interface Call {
    /**
     * Sends the request and waits for the whole answer, following redirects. Where the library
     * allows it, each time the same object is sent.
     *
     * @throws Exception what the client throws when it gets no answer
     */
    Answer send() throws Exception;

    /**
     * Names of the headers that the application finds on its request, and on the request in the
     * last response where the library has such; empty where it does not tell.
     */
    List<String> visibleHeaders();
  }

  private static @Nullable HttpTarget running;

  /**
   * Makes a request.
   *
   * @param body null for none
   */
  protected abstract Call prepare(String method, URI uri, @Nullable String body) throws Exception;

  /**
   * Whether the library sees no more of a request than what goes over a connection that stands:
   * neither that a connection failed nor that a redirection was followed.
   */
  protected boolean isBelowConnections() {
    return false;
  }

  /** Whether the library follows redirections at all. */
  protected boolean followsRedirections() {
    return !isBelowConnections();
  }

  /** Makes a request and sends it once. */
  protected final Answer send(String method, URI uri, @Nullable String body) throws Exception {
    return prepare(method, uri, body).send();
  }

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

    assertThat(send("GET", uri, null)).isEqualTo(new Answer(200, "hello"));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsKey("correlation.id")
        .contains(
            entry("http.request.method", "GET"),
            entry("url.full", uri.toString()),
            entry("server.address", "localhost"),
            entry("server.port", (long) target().port()),
            entry("http.response.status_code", 200L))
        .hasSize(6);
  }

  @Test
  void aRequestIsCountedOnceByWhereItWentAndWhatCameBack() throws Exception {
    double all = Recorded.sum("http_client_requests_total");
    String series = series("PUT", target().port(), "203", "");

    send("PUT", target().uri("/status/203"), "x");

    Recorded.awaitSpans(1);
    assertThat(Recorded.metric("http_client_requests_total" + series)).isEqualTo(1);
    assertThat(Recorded.metric("http_client_request_duration_seconds_count" + series)).isEqualTo(1);
    assertThat(Recorded.sum("http_client_requests_total")).isEqualTo(all + 1);
  }

  @Test
  void traceContextAndCorrelationIdTravelWithTheRequest() throws Exception {
    send("GET", target().uri("/status/200"), null);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(target().received().get(0))
        .containsEntry("traceparent", List.of(traceparent(span)))
        .containsEntry(
            "X-Correlation-ID", List.of(String.valueOf(span.attribute("correlation.id"))))
        .doesNotContainKey("tracestate");
  }

  @Test
  void whatAServedRequestBroughtTravelsOn() throws Exception {
    Recorded.served(INCOMING, () -> send("GET", target().uri("/status/200"), null));

    RecordedSpan span = client(Recorded.awaitSpans(2));
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(target().received().get(0))
        .containsEntry("traceparent", List.of(traceparent(span)))
        .containsEntry("tracestate", List.of("vendor=value"));
    assertThat(target().received().get(0).get("baggage").get(0)).contains("tenant=acme");
  }

  @Test
  void aRequestSentAgainCarriesNothingOfTheTraceBefore() throws Exception {
    Call call = prepare("GET", target().uri("/status/200"), null);
    Recorded.served(INCOMING, call::send);
    Recorded.awaitSpans(2);
    Recorded.clear();

    assertThat(call.send()).isEqualTo(new Answer(200, "hello"));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    Map<String, List<String>> headers = target().received().get(1);
    assertThat(span.traceId()).isNotEqualTo(TRACE);
    assertThat(headers).containsEntry("traceparent", List.of(traceparent(span)));
    assertThat(headers.getOrDefault("tracestate", List.of(""))).containsExactly("");
    assertThat(headers.get("baggage").get(0)).doesNotContain("tenant");
  }

  @Test
  void theApplicationFindsItsOwnRequestOnly() throws Exception {
    Call call = prepare("GET", target().uri("/status/200"), null);

    Recorded.served(INCOMING, call::send);

    Recorded.awaitSpans(2);
    assertThat(target().received().get(0)).containsKeys("traceparent", "tracestate");
    assertThat(call.visibleHeaders().stream().map(String::toLowerCase))
        .doesNotContainAnyElementsOf(OURS);
  }

  @Test
  void aBodyArrivesUnchangedByTheMethodThatTheSpanTells() throws Exception {
    assertThat(send("POST", target().uri("/status/201"), "ping pong"))
        .isEqualTo(new Answer(201, "ping pong"));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(target().methods()).containsExactly("POST");
    assertThat(span.name()).isEqualTo("POST");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(201L);
  }

  @Test
  void anErrorStatusIsAnErrorOfTheSpanAndAnAnswerToTheApplication() throws Exception {
    for (String status : List.of("404", "500")) {
      Recorded.clear();

      assertThat(send("GET", target().uri("/status/" + status), null).status())
          .isEqualTo(Integer.parseInt(status));

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(Long.parseLong(status));
      assertThat(span.attribute("error.type")).isEqualTo(status);
      assertThat(counted("GET", target().port(), status, status)).isEqualTo(1);
    }
  }

  @Test
  void aRefusedConnectionIsAnErrorAndTheApplicationGetsTheException() {
    int port = Ports.closed();
    URI uri = URI.create("http://localhost:" + port + "/");

    assertThatThrownBy(() -> send("GET", uri, null)).isInstanceOf(Exception.class);

    if (isBelowConnections()) {
      Recorded.awaitSpans(0);
      return;
    }
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isNotNull();
    assertThat(span.events().get(0)).containsEntry("name", "exception");
    assertThat(counted("GET", port, "error", "connection_refused")).isEqualTo(1);
  }

  @Test
  void redirectsAreFollowedWithinOneSpan() throws Exception {
    URI uri = target().uri("/redirect");

    Answer answer = send("GET", uri, null);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    if (!followsRedirections()) {
      assertThat(answer.status()).isEqualTo(302);
      assertThat(span.attribute("http.response.status_code")).isEqualTo(302L);
      return;
    }
    assertThat(answer).isEqualTo(new Answer(200, "hello"));
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(span.attribute("url.full")).isEqualTo(uri.toString());
    assertThat(target().received())
        .hasSize(2)
        .allSatisfy(
            headers ->
                assertThat(headers).containsEntry("traceparent", List.of(traceparent(span))));
  }

  @Test
  void oneRequestAfterTheOtherAreTwoTraces() throws Exception {
    send("GET", target().uri("/status/200"), null);
    send("GET", target().uri("/status/200"), null);

    assertThat(Recorded.awaitSpans(2)).allMatch(span -> span.parentSpanId().isEmpty());
  }

  private static RecordedSpan client(List<RecordedSpan> spans) {
    return spans.stream().filter(span -> span.kind().equals("CLIENT")).findAny().orElseThrow();
  }

  private static String traceparent(RecordedSpan span) {
    return "00-" + span.traceId() + "-" + span.spanId() + "-01";
  }

  private static @Nullable Double counted(String method, int port, String status, String error) {
    return Recorded.metric("http_client_requests_total" + series(method, port, status, error));
  }

  private static String series(String method, int port, String status, String error) {
    return "{method=\""
        + method
        + "\",host=\"localhost\",server_port=\""
        + port
        + "\",status_code=\""
        + status
        + "\",error_type=\""
        + error
        + "\"}";
  }
}
