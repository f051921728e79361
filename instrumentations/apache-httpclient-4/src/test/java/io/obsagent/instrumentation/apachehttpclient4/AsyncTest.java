// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.nio.client.HttpAsyncClient;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncTest extends HttpClientKit {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final CloseableHttpAsyncClient client = HttpAsyncClientBuilder.create().build();

  @BeforeEach
  void startClient() {
    client.start();
  }

  @AfterEach
  void closeClient() throws Exception {
    client.close();
  }

  private record AsyncCall(HttpAsyncClient client, HttpUriRequest request) implements Call {
    @Override
    public Answer send() throws Exception {
      try {
        return answer(client.execute(request, null).get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }

    @Override
    public List<String> visibleHeaders() {
      return Stream.of(request.getAllHeaders()).map(Header::getName).toList();
    }
  }

  private static Answer answer(HttpResponse response) throws java.io.IOException {
    return new Answer(
        response.getStatusLine().getStatusCode(),
        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    RequestBuilder request = RequestBuilder.create(method).setUri(uri).addHeader("X-Own", "1");
    if (body != null) {
      request.setEntity(new StringEntity(body, StandardCharsets.UTF_8));
    }
    return new AsyncCall(client, request.build());
  }

  @Test
  void theMinimalClientIsWatchedAsWell() throws Exception {
    try (CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal()) {
      minimal.start();
      HttpGet request = new HttpGet(target().uri("/status/200"));
      request.setHeader("baggage", "own=1");

      new AsyncCall(minimal, request).send();

      Recorded.awaitSpans(1);
      assertThat(target().received().get(0)).containsKey("traceparent");
      assertThat(request.getAllHeaders()).extracting(Header::getName).containsExactly("baggage");
      assertThat(request.getFirstHeader("baggage").getValue()).isEqualTo("own=1");
    }
  }

  @Test
  void aRequestOfAPathToAHostNamesBoth() throws Exception {
    URI uri = target().uri("/status/200");
    client
        .execute(
            new HttpHost("localhost", target().port()),
            new BasicHttpRequest("GET", "/status/200"),
            null)
        .get(60, TimeUnit.SECONDS);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("url.full")).isEqualTo(uri.toString());
  }

  @Test
  void whatAnInterceptorSeesIsItsOwn() throws Exception {
    CompletableFuture<List<String>> seen = new CompletableFuture<>();
    try (CloseableHttpAsyncClient intercepted =
        HttpAsyncClientBuilder.create()
            .addInterceptorLast(
                (HttpResponse response, org.apache.http.protocol.HttpContext context) ->
                    seen.complete(
                        Stream.of(
                                ((org.apache.http.HttpRequest) context.getAttribute("http.request"))
                                    .getAllHeaders())
                            .map(Header::getName)
                            .toList()))
            .build()) {
      intercepted.start();
      new AsyncCall(intercepted, new HttpGet(target().uri("/status/200"))).send();
    }

    Recorded.awaitSpans(1);
    assertThat(target().received().get(0)).containsKey("traceparent");
    assertThat(seen.get(60, TimeUnit.SECONDS)).contains("Host").doesNotContain("traceparent");
  }

  @Test
  void aCallbackIsInTheContextOfTheCaller() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Recorded.served(
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        () -> {
          client.execute(
              new HttpGet(target().uri("/status/200")),
              new Then(
                  () -> client.execute(new HttpGet(target().uri("/status/201")), into(second))));
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
  void aCancelledRequestEndsItsSpanAsAnError() throws Exception {
    try (ServerSocket silent = silent()) {
      Future<HttpResponse> future =
          client.execute(new HttpGet("http://localhost:" + silent.getLocalPort() + "/"), null);

      future.cancel(true);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type"))
          .isEqualTo("java.util.concurrent.CancellationException");
    }
  }

  @Test
  void anAbortedRequestEndsItsSpanAsAnError() throws Exception {
    try (ServerSocket silent = silent()) {
      HttpGet request = new HttpGet("http://localhost:" + silent.getLocalPort() + "/");
      client.execute(request, null);
      silent.accept();

      request.abort();

      assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
    }
  }

  @Test
  void aClosedClientRefusesWithoutASpan() throws Exception {
    client.close();

    assertThatThrownBy(() -> client.execute(new HttpGet(target().uri("/status/200")), null).get())
        .isInstanceOf(Exception.class);

    assertThat(Recorded.awaitSpans(0)).isEmpty();
  }

  private static ServerSocket silent() throws Exception {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static Then into(CompletableFuture<Integer> status) {
    return new Then(() -> status.complete(0));
  }

  /** Goes on when a request has been answered. */
  private record Then(Runnable next) implements FutureCallback<HttpResponse> {
    @Override
    public void completed(HttpResponse result) {
      next.run();
    }

    @Override
    public void failed(Exception cause) {
      throw new IllegalStateException(cause);
    }

    @Override
    public void cancelled() {
      throw new IllegalStateException("cancelled");
    }
  }
}
