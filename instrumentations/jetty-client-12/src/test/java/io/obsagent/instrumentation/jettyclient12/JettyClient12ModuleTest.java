// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient12;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;

class JettyClient12ModuleTest extends ModuleKit {
  JettyClient12ModuleTest() {
    super(new JettyClient12Module());
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = new HttpClient();
    client.start();
    try (HttpTarget target = new HttpTarget()) {
      ContentResponse response = client.GET(target.uri("/status/203"));
      return response.getStatus() + response.getContentAsString();
    } finally {
      client.stop();
    }
  }
}
