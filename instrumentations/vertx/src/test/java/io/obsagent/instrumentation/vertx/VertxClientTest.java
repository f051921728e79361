// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.testing.HttpClientKit;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

class VertxClientTest extends HttpClientKit {
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT = client();

  /** Vert.x 5 answers another type of it. */
  private static HttpClient client() {
    try {
      return (HttpClient) Vertx.class.getMethod("createHttpClient").invoke(VERTX);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void stopClient() {
    VERTX.close();
  }

  @Override
  protected boolean isBelowConnections() {
    return true;
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new Call() {
      @Override
      public Answer send() throws Exception {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return WebServer.get(
            CLIENT
                .request(HttpMethod.valueOf(method), uri.getPort(), uri.getHost(), path)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(
                    response ->
                        response
                            .body()
                            .map(text -> new Answer(response.statusCode(), text.toString()))));
      }

      @Override
      public List<String> visibleHeaders() {
        return List.of();
      }
    };
  }
}
