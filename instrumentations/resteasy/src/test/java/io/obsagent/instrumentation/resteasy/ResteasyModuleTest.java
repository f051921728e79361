// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.JaxRsClientKit;
import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;
import java.net.http.HttpClient;
import java.util.List;
import org.jboss.resteasy.client.jaxrs.engines.URLConnectionEngine;

class ResteasyModuleTest extends ModuleKit {
  ResteasyModuleTest() {
    super(new ResteasyModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(URLConnectionEngine.class);
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (HttpTarget target = new HttpTarget();
        ShopServer server = new ShopServer(JaxRsKit.application())) {
      return JaxRsKit.get(client, server.port(), "/shop/api/products/later/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/failing/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/7/parts/8")
          + JaxRsClientKit.calls().apply(target.uri("").toString(), "bit by bit");
    }
  }
}
