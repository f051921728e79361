// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.retry.Backoff;
import com.linecorp.armeria.client.retry.RetryRule;
import com.linecorp.armeria.client.retry.RetryingClient;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebClientTest extends HttpClientKit {
  private static final WebClient CLIENT = WebClient.builder().followRedirects().build();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    String whole = uri.toString().replaceFirst("http:", "h1c:");
    RequestHeaders headers = RequestHeaders.of(HttpMethod.valueOf(method), whole);
    AggregatedHttpRequest request =
        AggregatedHttpRequest.of(headers, HttpData.ofUtf8(body == null ? "" : body));
    return new Call() {
      @Override
      public Answer send() {
        AggregatedHttpResponse response =
            CLIENT.execute(request.toHttpRequest()).aggregate().join();
        return new Answer(response.status().code(), response.contentUtf8());
      }

      @Override
      public List<String> visibleHeaders() {
        return request.headers().names().stream().map(Object::toString).toList();
      }
    };
  }

  /** A server that notes each request's headers, and answers with a failure twice. */
  private static ServiceServer failingTwice(Queue<RequestHeaders> received) {
    return new ServiceServer(
        builder ->
            builder.serviceUnder(
                "/",
                (context, request) -> {
                  received.add(request.headers());
                  HttpStatus status =
                      received.size() < 3 ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
                  return HttpResponse.from(
                      request.aggregate().thenApply(whole -> HttpResponse.of(status)));
                }));
  }

  private static RecordedSpan sent(int spans) {
    List<RecordedSpan> sent =
        Recorded.awaitSpans(spans).stream().filter(span -> span.kind().equals("CLIENT")).toList();
    assertThat(sent).hasSize(1);
    return sent.get(0);
  }

  private static String traceparent(RecordedSpan span) {
    return "00-" + span.traceId() + "-" + span.spanId() + "-01";
  }

  @ParameterizedTest
  @CsvSource({"h1c, false", "h2c, true", "http, true", "http, false"})
  void aCallWithItsRetriesIsOneSpanWhoseHeadersEachCarries(String protocol, boolean preface) {
    Queue<RequestHeaders> received = new ConcurrentLinkedQueue<>();
    try (ServiceServer server = failingTwice(received);
        ClientFactory factory = ClientFactory.builder().useHttp2Preface(preface).build()) {
      WebClient client =
          WebClient.builder(protocol + "://127.0.0.1:" + server.port())
              .factory(factory)
              .decorator(
                  RetryingClient.newDecorator(
                      RetryRule.onServerErrorStatus(Backoff.withoutDelay())))
              .build();

      assertThat(client.get("/a").aggregate().join().status()).isEqualTo(HttpStatus.OK);

      boolean asked = protocol.equals("http") && !preface; // whether the server speaks HTTP/2
      RecordedSpan span = sent(asked ? 5 : 4);
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
      assertThat(span.attribute("url.full")).isEqualTo("http://127.0.0.1:" + server.port() + "/a");
      assertThat(received)
          .hasSize(3)
          .allSatisfy(
              headers ->
                  assertThat(headers.getAll("traceparent")).containsExactly(traceparent(span)));
    }
  }

  /** As a proxy passes them on. */
  @ParameterizedTest
  @CsvSource({"h1c", "h2c"})
  void headersOfAnotherTraceDoNotGoOut(String protocol) {
    Queue<RequestHeaders> received = new ConcurrentLinkedQueue<>();
    try (ServiceServer server = failingTwice(received)) {
      WebClient client = WebClient.of(protocol + "://127.0.0.1:" + server.port());
      HttpRequest request =
          HttpRequest.of(
              RequestHeaders.builder(HttpMethod.GET, "/a")
                  .add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                  .add("tracestate", "vendor=value")
                  .add("own", "kept")
                  .build());

      client.execute(request).aggregate().join();

      RecordedSpan span = sent(2);
      RequestHeaders headers = received.element();
      assertThat(headers.getAll("traceparent")).containsExactly(traceparent(span));
      assertThat(headers.contains("tracestate")).isFalse();
      assertThat(headers.get("own")).isEqualTo("kept");
      assertThat(request.headers().get("tracestate")).isEqualTo("vendor=value");
    }
  }

  /** Its head goes out on whichever thread ends it, in whatever context. */
  @ParameterizedTest
  @CsvSource({"h1c", "h2c"})
  void aBodyThatComesLaterIsOfTheCallThatBeganIt(String protocol) throws Exception {
    Queue<RequestHeaders> received = new ConcurrentLinkedQueue<>();
    try (ServiceServer server = failingTwice(received)) {
      HttpRequestWriter request = HttpRequest.streaming(HttpMethod.POST, "/a");
      CompletableFuture<AggregatedHttpResponse> answer =
          WebClient.of(protocol + "://127.0.0.1:" + server.port()).execute(request).aggregate();
      Recorded.served(
          Map.of(),
          () -> {
            request.write(HttpData.ofUtf8("late"));
            request.close();
            return answer.join();
          });

      List<RecordedSpan> spans = Recorded.awaitSpans(3);
      RecordedSpan span =
          spans.stream().filter(each -> each.kind().equals("CLIENT")).findAny().orElseThrow();
      assertThat(span.parentSpanId()).isEmpty();
      assertThat(received.element().getAll("traceparent")).containsExactly(traceparent(span));
    }
  }

  @Test
  void aCallThatIsAbandonedEndsWithWhatItWasAbandonedWith() {
    try (ServiceServer server =
        new ServiceServer(
            builder -> builder.service("/never", (context, request) -> HttpResponse.streaming()))) {
      HttpResponse response = WebClient.of("h2c://127.0.0.1:" + server.port()).get("/never");
      response.abort(new IllegalStateException("enough"));

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.kind()).isEqualTo("CLIENT");
      assertThat(span.status()).isEqualTo("ERROR");
    }
  }
}
