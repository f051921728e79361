// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import io.obsagent.testing.SearchKit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseListener;
import org.opensearch.client.RestClient;

class RestClientTest extends SearchKit {
  private final List<RestClient> open = new ArrayList<>();

  RestClientTest() {
    super("opensearch");
  }

  @Override
  protected void call(int port, String method, String path, String body) throws Exception {
    try (RestClient client = Clients.rest(port)) {
      client.performRequest(request(method, path, body));
    }
  }

  @Override
  protected CompletableFuture<?> begin(int port, String method, String path, String body) {
    RestClient client = Clients.rest(port);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    client.performRequestAsync(request(method, path, body), new Completing(answer));
    open.add(client);
    return answer;
  }

  @AfterEach
  void close() throws IOException {
    for (RestClient client : open) {
      client.close();
    }
  }

  private static Request request(String method, String path, String body) {
    Request request = new Request(method, path);
    if (!body.isEmpty()) {
      request.setJsonEntity(body);
    }
    return request;
  }

  private record Completing(CompletableFuture<Response> answer) implements ResponseListener {
    @Override
    public void onSuccess(Response response) {
      answer.complete(response);
    }

    @Override
    public void onFailure(Exception failure) {
      answer.completeExceptionally(failure);
    }
  }
}
