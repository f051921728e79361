// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.ModuleKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

class UndertowModuleTest extends ModuleKit {
  UndertowModuleTest() {
    super(new UndertowModule());
  }

  @Override
  protected String use() throws Exception {
    try (HandlerServer server =
        new HandlerServer()
            .with("/hello", exchange -> exchange.getResponseSender().send("hello"))
            .started()) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/hello"))
                      .build(),
                  BodyHandlers.ofString());
      return response.statusCode() + response.body();
    }
  }
}
