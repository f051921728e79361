// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

class JdkHttpServerModuleTest extends ModuleKit {
  JdkHttpServerModuleTest() {
    super(new JdkHttpServerModule());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(target.uri("/status/200")).build(),
                  BodyHandlers.ofString());
      return response.statusCode() + response.body();
    }
  }
}
