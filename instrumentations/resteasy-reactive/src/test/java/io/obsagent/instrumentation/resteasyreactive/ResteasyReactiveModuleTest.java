// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.ModuleKit;

class ResteasyReactiveModuleTest extends ModuleKit {
  private static final String SHOP = "io.obsagent.testing.JaxRsShop$";

  ResteasyReactiveModuleTest() {
    super(new ResteasyReactiveModule());
  }

  @Override
  protected String use() throws Exception {
    try (ShopServer server =
        new ShopServer(JaxRsKit.application(), SHOP + "Parts", SHOP + "Screws")) {
      String base = "http://127.0.0.1:" + server.port() + "/shop/api/products/";
      return get(base + "12") + get(base + "7/parts/8") + get(base + "handled/503");
    }
  }
}
