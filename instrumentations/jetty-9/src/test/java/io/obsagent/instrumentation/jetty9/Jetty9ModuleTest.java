// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.testing.ModuleKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

class Jetty9ModuleTest extends ModuleKit {
  Jetty9ModuleTest() {
    super(new Jetty9Module());
  }

  @Override
  protected String use() throws Exception {
    try (JettyServer server =
        new JettyServer("/kit")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .started()) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + server.port() + "/kit/hello/x"))
                      .build(),
                  BodyHandlers.ofString());
      return response.statusCode() + response.body();
    }
  }
}
