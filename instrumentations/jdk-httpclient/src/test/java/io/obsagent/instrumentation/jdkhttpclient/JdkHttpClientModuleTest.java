// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

class JdkHttpClientModuleTest extends ModuleKit {
  JdkHttpClientModuleTest() {
    super(new JdkHttpClientModule());
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (HttpTarget target = new HttpTarget()) {
      HttpRequest request = HttpRequest.newBuilder(target.uri("/status/200")).build();
      String first = client.send(request, BodyHandlers.ofString()).body();
      return first
          + client
              .sendAsync(request, BodyHandlers.ofString())
              .thenApply(response -> response.statusCode() + response.body())
              .get();
    }
  }
}
