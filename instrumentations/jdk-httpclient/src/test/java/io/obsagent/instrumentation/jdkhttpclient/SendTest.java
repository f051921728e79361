// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.testing.HttpClientKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

class SendTest extends HttpClientKit {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new JdkCall(
        JdkCall.request(method, uri, body),
        request -> client.send(request, HttpResponse.BodyHandlers.ofString()));
  }
}
