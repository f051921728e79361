// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncTest extends HttpClientKit {
  private final CloseableHttpAsyncClient client =
      HttpAsyncClientBuilder.create().disableAutomaticRetries().build();

  @BeforeEach
  void startClient() {
    client.start();
  }

  @AfterEach
  void closeClient() throws Exception {
    client.close();
  }

  private record AsyncCall(CloseableHttpAsyncClient client, SimpleHttpRequest request)
      implements Call {
    @Override
    public Answer send() throws Exception {
      try {
        SimpleHttpResponse response = client.execute(request, null).get();
        return new Answer(response.getCode(), response.getBodyText());
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }

    @Override
    public List<String> visibleHeaders() {
      return Stream.of(request.getHeaders()).map(Header::getName).toList();
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    SimpleHttpRequest request = new SimpleHttpRequest(method, uri);
    request.setHeader("X-Own", "1");
    if (body != null) {
      request.setBody(body, ContentType.TEXT_PLAIN);
    }
    return new AsyncCall(client, request);
  }

  @Test
  void aCancelledRequestEndsItsSpanAsAnError() throws Exception {
    assumeThat(System.getProperty("library.version"))
        .as("in 5.0, a request goes on when its future is cancelled")
        .isNotNull();
    try (ServerSocket silent = new ServerSocket(0)) {
      URI uri = URI.create("http://localhost:" + silent.getLocalPort() + "/");
      Future<SimpleHttpResponse> future = client.execute(new SimpleHttpRequest("GET", uri), null);

      future.cancel(true);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
    }
  }
}
