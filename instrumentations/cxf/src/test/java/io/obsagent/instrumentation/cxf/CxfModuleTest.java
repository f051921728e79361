// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;
import java.net.http.HttpClient;

class CxfModuleTest extends ModuleKit {
  CxfModuleTest() {
    super(new CxfModule());
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (CxfServer server = new CxfServer(JaxRsKit.application())) {
      return JaxRsKit.get(client, server.port(), "/shop/api/products/later/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/failing/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/7/parts/8")
          + CxfTest.order(server.port(), "chair").statusCode();
    }
  }
}
