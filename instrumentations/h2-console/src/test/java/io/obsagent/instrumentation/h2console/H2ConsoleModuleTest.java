// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import io.obsagent.testing.ModuleKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.h2.tools.Server;

class H2ConsoleModuleTest extends ModuleKit {
  H2ConsoleModuleTest() {
    super(new H2ConsoleModule());
  }

  @Override
  protected String use() throws Exception {
    Server console = Server.createWebServer("-webPort", "0", "-webDaemon").start();
    try {
      StringBuilder answers = new StringBuilder();
      for (String path : new String[] {"/stylesheet.css", "/nosuch"}) {
        URI uri = URI.create("http://localhost:" + console.getPort() + path);
        HttpResponse<String> response =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        answers.append(response.statusCode()).append(response.body());
      }
      return answers.toString();
    } finally {
      console.stop();
    }
  }
}
