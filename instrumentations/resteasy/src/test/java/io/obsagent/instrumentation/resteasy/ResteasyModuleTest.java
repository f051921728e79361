// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;
import java.net.http.HttpClient;

class ResteasyModuleTest extends ModuleKit {
  ResteasyModuleTest() {
    super(new ResteasyModule());
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ShopServer server = new ShopServer(JaxRsKit.application())) {
      return JaxRsKit.get(client, server.port(), "/shop/api/products/later/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/failing/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/7/parts/8");
    }
  }
}
