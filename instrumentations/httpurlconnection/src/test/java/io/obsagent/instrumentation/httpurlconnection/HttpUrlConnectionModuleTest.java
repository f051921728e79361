// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

class HttpUrlConnectionModuleTest extends ModuleKit {
  HttpUrlConnectionModuleTest() {
    super(new HttpUrlConnectionModule());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      HttpURLConnection connection =
          (HttpURLConnection) target.uri("/status/200").toURL().openConnection();
      connection.setDoOutput(true);
      connection.getOutputStream().write("tea".getBytes(StandardCharsets.UTF_8));
      String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      connection.disconnect();
      return connection.getResponseCode() + body;
    }
  }
}
