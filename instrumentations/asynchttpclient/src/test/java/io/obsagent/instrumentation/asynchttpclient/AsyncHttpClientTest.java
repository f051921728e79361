// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

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
import org.asynchttpclient.AsyncCompletionHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AsyncHttpClientTest extends HttpClientKit {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static AsyncHttpClient client;

  @BeforeAll
  static void startClient() {
    client =
        new DefaultAsyncHttpClient(
            new DefaultAsyncHttpClientConfig.Builder()
                .setFollowRedirect(true)
                .setMaxRequestRetry(0)
                .build());
  }

  @AfterAll
  static void stopClient() throws Exception {
    client.close();
  }

  private record AsyncCall(Request request) implements Call {
    @Override
    public Answer send() throws Exception {
      try {
        Response response = client.executeRequest(request).get(60, TimeUnit.SECONDS);
        return new Answer(response.getStatusCode(), response.getResponseBody());
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }

    @Override
    public List<String> visibleHeaders() {
      List<String> names = new ArrayList<>(request.getHeaders().names());
      assertThat(names).contains("X-Own");
      return names;
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    RequestBuilder request = new RequestBuilder(method).setUrl(uri.toString());
    request.setHeader("X-Own", "1");
    if (body != null) {
      request.setBody(body);
    }
    return new AsyncCall(request.build());
  }

  private static Request get(String uri) {
    return new RequestBuilder("GET").setUrl(uri).build();
  }

  @Test
  void handlersAreInTheContextOfTheCaller() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    String next = target().uri("/status/201").toString();
    Recorded.served(
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        () -> {
          client.executeRequest(
              get(target().uri("/redirect").toString()),
              then(() -> client.executeRequest(get(next), then(() -> second.complete(201)))));
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

  private static AsyncCompletionHandler<Integer> then(Runnable next) {
    return new AsyncCompletionHandler<>() {
      @Override
      public Integer onCompleted(Response response) {
        next.run();
        return response.getStatusCode();
      }
    };
  }

  @Test
  void aHandlerThatFailsIsNoErrorOfTheCall() throws Exception {
    ListenableFuture<Integer> future =
        client.executeRequest(
            get(target().uri("/status/200").toString()),
            then(
                () -> {
                  throw new IllegalStateException("mine");
                }));

    assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).hasRootCauseMessage("mine");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aCancelledRequestIsAnError() throws Exception {
    try (ServerSocket silent = silent()) {
      ListenableFuture<Response> future =
          client.executeRequest(get("http://localhost:" + silent.getLocalPort() + "/"));
      silent.accept();

      future.cancel(true);

      assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
          .isEqualTo("java.util.concurrent.CancellationException");
    }
  }

  @Test
  void aConnectionThatIsClosedWithoutAnAnswerIsAnError() throws Exception {
    try (ServerSocket rude = silent()) {
      ListenableFuture<Response> future =
          client.executeRequest(get("http://localhost:" + rude.getLocalPort() + "/"));
      rude.accept().close();

      assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
      assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
    }
  }

  private static ServerSocket silent() throws Exception {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }
}
