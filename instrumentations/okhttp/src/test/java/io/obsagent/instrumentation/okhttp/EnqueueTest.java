// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.testing.HttpClientKit;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

class EnqueueTest extends HttpClientKit {
  private final OkHttpClient client = new OkHttpClient();

  @Override
  protected Answer send(String method, URI uri, @Nullable String body) throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    client
        .newCall(ExecuteTest.request(method, uri, body))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                  answer.complete(new Answer(response.code(), response.body().string()));
                }
              }
            });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }
}
