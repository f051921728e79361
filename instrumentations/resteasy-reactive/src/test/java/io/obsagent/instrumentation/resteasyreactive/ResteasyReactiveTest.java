// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import io.obsagent.testing.JaxRsKit;
import java.util.List;

class ResteasyReactiveTest extends JaxRsKit {
  private static final String SHOP = "io.obsagent.testing.JaxRsShop$";

  private ShopServer server;

  @Override
  protected int start(List<Class<?>> application) throws Exception {
    server = new ShopServer(application, SHOP + "Parts", SHOP + "Screws");
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
