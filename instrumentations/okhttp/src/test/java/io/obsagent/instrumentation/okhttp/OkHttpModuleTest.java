// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

class OkHttpModuleTest extends ModuleKit {
  OkHttpModuleTest() {
    super(new OkHttpModule());
  }

  @Override
  protected String use() throws Exception {
    OkHttpClient client = new OkHttpClient();
    try (HttpTarget target = new HttpTarget()) {
      Request request = new Request.Builder().url(target.uri("/status/200").toString()).build();
      CompletableFuture<String> later = new CompletableFuture<>();
      Response response = client.newCall(request).execute();
      client.newCall(request).enqueue(new Completing(later));
      return response.code() + response.body().string() + later.get();
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  private record Completing(CompletableFuture<String> future) implements Callback {
    @Override
    public void onFailure(Call call, IOException failure) {
      future.completeExceptionally(failure);
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      future.complete(response.code() + response.body().string());
    }
  }
}
