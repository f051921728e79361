// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.JaxRsClientKit;
import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.TwinJetty;
import java.net.http.HttpClient;
import java.util.List;
import org.glassfish.jersey.client.internal.HttpUrlConnector;

class JerseyModuleTest extends ModuleKit {
  JerseyModuleTest() {
    super(new JerseyModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(HttpUrlConnector.class);
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (HttpTarget target = new HttpTarget();
        TwinJetty server = JerseyTest.serve(JaxRsKit.application())) {
      return JaxRsKit.get(client, server.port(), "/shop/api/products/later/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/failing/7")
          + JaxRsKit.get(client, server.port(), "/shop/api/products/7")
          + JaxRsClientKit.calls().apply(target.uri("").toString(), "bit by bit");
    }
  }
}
