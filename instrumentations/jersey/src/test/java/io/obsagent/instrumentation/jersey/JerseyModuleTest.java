// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.TwinJetty;
import java.net.http.HttpClient;

class JerseyModuleTest extends ModuleKit {
  JerseyModuleTest() {
    super(new JerseyModule());
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (TwinJetty server = JerseyTest.serve(JaxRsKit.application())) {
      return JaxRsKit.get(client, server.port(), "/shop/api/products/later/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/failing/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/7");
    }
  }
}
