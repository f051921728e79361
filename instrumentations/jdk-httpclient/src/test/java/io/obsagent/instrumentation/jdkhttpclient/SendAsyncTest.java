// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendAsyncTest extends HttpClientKit {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new JdkCall(
        JdkCall.request(method, uri, body),
        request -> {
          try {
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get();
          } catch (ExecutionException e) {
            throw (Exception) e.getCause();
          }
        });
  }

  @Test
  void aCancelledRequestEndsItsSpanAsAnError() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      URI uri = URI.create("http://localhost:" + silent.getLocalPort() + "/");
      CompletableFuture<HttpResponse<String>> future =
          client.sendAsync(JdkCall.request("GET", uri, null), HttpResponse.BodyHandlers.ofString());

      future.cancel(true);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type"))
          .isEqualTo("java.util.concurrent.CancellationException");
    }
  }
}
