// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.BasicHttpContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassicTest extends HttpClientKit {
  private final CloseableHttpClient client =
      HttpClientBuilder.create().disableAutomaticRetries().build();

  @AfterEach
  void closeClient() throws Exception {
    client.close();
  }

  @Override
  protected Answer send(String method, URI uri, @Nullable String body) throws Exception {
    return send(client, method, uri, body);
  }

  private static Answer send(
      CloseableHttpClient client, String method, URI uri, @Nullable String body) throws Exception {
    ClassicHttpRequest request = new BasicClassicHttpRequest(method, uri);
    if (body != null) {
      request.setEntity(new StringEntity(body));
    }
    return client.execute(
        request,
        new BasicHttpContext(), // the minimal client 5.0 does not make its own
        response ->
            new Answer(
                response.getCode(),
                response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
  }

  @Test
  void theMinimalClientIsWatchedToo() throws Exception {
    try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
      send(minimal, "GET", target().uri("/status/200"), null);
    }

    Recorded.awaitSpans(1);
  }
}
