// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseListener;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.obsagent.testing.SearchKit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;

class Rest5ClientTest extends SearchKit {
  private final List<Rest5Client> open = new ArrayList<>();

  Rest5ClientTest() {
    super("elasticsearch");
  }

  @Override
  protected void call(int port, String method, String path, String body) throws Exception {
    try (Rest5Client client =
        Rest5Client.builder(new HttpHost("http", "127.0.0.1", port)).build()) {
      client.performRequest(request(method, path, body));
    }
  }

  @Override
  protected CompletableFuture<?> begin(int port, String method, String path, String body) {
    Rest5Client client = Rest5Client.builder(new HttpHost("http", "127.0.0.1", port)).build();
    CompletableFuture<Response> answer = new CompletableFuture<>();
    client.performRequestAsync(request(method, path, body), new Completing(answer));
    open.add(client);
    return answer;
  }

  @Override
  protected boolean throwsRefusals() {
    return false;
  }

  @AfterEach
  void close() throws IOException {
    for (Rest5Client client : open) {
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
