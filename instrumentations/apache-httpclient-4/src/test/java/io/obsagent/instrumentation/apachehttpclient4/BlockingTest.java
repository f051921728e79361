// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingTest extends HttpClientKit {
  private final CloseableHttpClient client =
      HttpClientBuilder.create().disableAutomaticRetries().build();

  @AfterEach
  void closeClient() throws Exception {
    client.close();
  }

  /** A request of any method, with a body or without. */
  private static final class AnyRequest extends HttpEntityEnclosingRequestBase {
    private final String method;

    AnyRequest(String method, URI uri, @Nullable String body) {
      this.method = method;
      setURI(uri);
      setHeader("X-Own", "1");
      if (body != null) {
        setEntity(new StringEntity(body, StandardCharsets.UTF_8));
      }
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  private record BlockingCall(HttpClient client, HttpUriRequest request) implements Call {
    @Override
    public Answer send() throws Exception {
      return client.execute(request, BlockingTest::answer);
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
    return new BlockingCall(
        client,
        body == null && method.equals("GET") ? get(uri) : new AnyRequest(method, uri, body));
  }

  private static HttpGet get(URI uri) {
    HttpGet request = new HttpGet(uri);
    request.setHeader("X-Own", "1");
    return request;
  }

  @Test
  void theMinimalClientSendsTheApplicationsObjectAndLeavesItWithoutOurs() throws Exception {
    try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
      HttpGet request = get(target().uri("/status/200"));
      request.setHeader("baggage", "own=1");

      minimal.execute(request, BlockingTest::answer);

      Recorded.awaitSpans(1);
      assertThat(target().received().get(0)).containsKey("traceparent");
      assertThat(request.getAllHeaders()).extracting(Header::getName).contains("X-Own", "baggage");
      assertThat(request.containsHeader("traceparent")).isFalse();
      assertThat(request.getFirstHeader("baggage").getValue()).isEqualTo("own=1");
    }
  }

  @Test
  @SuppressWarnings("deprecation") // applications use it all the same
  void theDeprecatedClientIsWatchedAsWell() throws Exception {
    HttpClient old = new org.apache.http.impl.client.DefaultHttpClient();
    try {
      assertThat(new BlockingCall(old, get(target().uri("/status/200"))).send())
          .isEqualTo(new Answer(200, "hello"));
    } finally {
      old.getConnectionManager().shutdown();
    }

    Recorded.awaitSpans(1);
    assertThat(target().received().get(0)).containsKey("traceparent");
  }

  @Test
  void aRequestOfAPathToAHostNamesBoth() throws Exception {
    URI uri = target().uri("/status/200");
    client.execute(
        new HttpHost("localhost", target().port()),
        new BasicHttpRequest("GET", "/status/200"),
        BlockingTest::answer);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("url.full")).isEqualTo(uri.toString());
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsAnError() throws Exception {
    RequestConfig hasty = RequestConfig.custom().setSocketTimeout(100).build();
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      HttpGet request = new HttpGet("http://localhost:" + silent.getLocalPort() + "/");
      request.setConfig(hasty);
      assertThatThrownBy(() -> client.execute(request)).isInstanceOf(SocketTimeoutException.class);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.attribute("error.type")).isEqualTo("java.net.SocketTimeoutException");
    }
  }

  @Test
  void aRequestWithinAnInterceptorIsNotTakenForTheOneThatIsWatched() throws Exception {
    try (CloseableHttpClient outer =
        HttpClientBuilder.create()
            .addInterceptorFirst(
                (org.apache.http.HttpRequestInterceptor)
                    (request, context) ->
                        client.execute(
                            new AnyRequest("POST", target().uri("/status/201"), "token"),
                            BlockingTest::answer))
            .build()) {
      new BlockingCall(outer, get(target().uri("/status/200"))).send();

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.name()).isEqualTo("GET");
      assertThat(target().methods()).containsExactly("POST", "GET");
      assertThat(target().received().get(0)).doesNotContainKey("traceparent");
      assertThat(target().received().get(1)).containsKey("traceparent");
    }
  }
}
