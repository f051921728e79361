// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.api.ContentResponse;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.util.StringContentProvider;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // in newer versions, and there all the same
class HttpClientTest extends HttpClientKit {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final HttpClient CLIENT = new HttpClient();

  @BeforeAll
  static void startClient() throws Exception {
    CLIENT.start();
  }

  @AfterAll
  static void stopClient() throws Exception {
    CLIENT.stop();
  }

  /** A request of Jetty's is sent once; what is sent again is made again. */
  private static final class JettyCall implements Call {
    private final String method;
    private final URI uri;
    private final @Nullable String body;
    private final List<String> visible = new ArrayList<>();

    JettyCall(String method, URI uri, @Nullable String body) {
      this.method = method;
      this.uri = uri;
      this.body = body;
    }

    @Override
    public Answer send() throws Exception {
      Request request = CLIENT.newRequest(uri).method(method).header("X-Own", "1");
      if (body != null) {
        request.content(new StringContentProvider(body));
      }
      try {
        ContentResponse response = request.send();
        see(request);
        see(response.getRequest());
        return new Answer(response.getStatus(), response.getContentAsString());
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }

    private void see(Request request) {
      Iterable<HttpField> fields = request.getHeaders();
      fields.forEach(field -> visible.add(field.getName()));
    }

    @Override
    public List<String> visibleHeaders() {
      assertThat(visible).contains("X-Own");
      return visible;
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new JettyCall(method, uri, body);
  }

  private static Request get(String path) {
    return CLIENT.newRequest(target().uri(path));
  }

  @Test
  void whatTheApplicationHasSetIsThereAgain() throws Exception {
    Request request = get("/status/200").header("baggage", "own=1").header("baggage", "own=2");

    request.send();

    Recorded.awaitSpans(1);
    assertThat(target().received().get(0)).containsKey("traceparent");
    Iterable<HttpField> fields = request.getHeaders();
    assertThat(fields)
        .extracting(HttpField::getName)
        .doesNotContain("traceparent")
        .contains("baggage", "baggage");
  }

  @Test
  void whatAListenerMakesOfTheRequestIsWhatTheSpanTells() throws Exception {
    get("/status/404")
        .onRequestBegin(request -> request.path("/status/202").header("traceparent", "mine"))
        .send();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("url.full")).isEqualTo(target().uri("/status/202").toString());
    assertThat(target().received().get(0).get("traceparent"))
        .singleElement()
        .asString()
        .contains(span.traceId());
  }

  @Test
  void listenersAreInTheContextOfTheCaller() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Recorded.served(
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        () -> {
          get("/redirect")
              .send(
                  first ->
                      get("/status/201")
                          .send(then -> second.complete(then.getResponse().getStatus())));
          return second.get(60, TimeUnit.SECONDS);
        });

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan server =
        spans.stream().filter(span -> span.kind().equals("SERVER")).findAny().orElseThrow();
    assertThat(spans.stream().filter(span -> span.kind().equals("CLIENT")))
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.traceId()).isEqualTo(TRACE);
              assertThat(span.parentSpanId()).isEqualTo(server.spanId());
            });
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsAnError() throws Exception {
    try (ServerSocket silent = silent()) {
      Request request =
          CLIENT
              .newRequest("http://localhost:" + silent.getLocalPort() + "/")
              .timeout(100, TimeUnit.MILLISECONDS);

      assertThatThrownBy(request::send).isInstanceOf(Exception.class);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type")).isEqualTo("java.util.concurrent.TimeoutException");
    }
  }

  @Test
  void anAbortedRequestIsAnError() throws Exception {
    try (ServerSocket silent = silent()) {
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Request request = CLIENT.newRequest("http://localhost:" + silent.getLocalPort() + "/");
      request.send(result -> failure.complete(result.getFailure()));
      silent.accept();

      request.abort(new IllegalStateException("no more"));

      assertThat(failure.get(60, TimeUnit.SECONDS)).hasMessage("no more");
      assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
          .isEqualTo("java.lang.IllegalStateException");
    }
  }

  @Test
  void aRequestThatCannotBeSentIsAnError() {
    Request request = CLIENT.newRequest("gopher://localhost:1/");

    assertThatThrownBy(request::send).isInstanceOf(Exception.class);

    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  private static ServerSocket silent() throws Exception {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }
}
