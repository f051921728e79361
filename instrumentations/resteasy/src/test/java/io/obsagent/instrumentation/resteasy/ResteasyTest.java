// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.testing.JaxRsKit;
import java.util.List;

class ResteasyTest extends JaxRsKit {
  private ShopServer server;

  @Override
  protected int start(List<Class<?>> application) {
    server = new ShopServer(application);
    return server.port();
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Override
  protected String nameOfNotFound() {
    return "GET /shop/api/*";
  }
}
