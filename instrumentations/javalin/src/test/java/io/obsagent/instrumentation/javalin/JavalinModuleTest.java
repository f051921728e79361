// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.javalin;

import io.obsagent.testing.ModuleKit;

class JavalinModuleTest extends ModuleKit {
  JavalinModuleTest() {
    super(new JavalinModule());
  }

  @Override
  protected String use() throws Exception {
    try (Shop shop = new Shop()) {
      return shop.get("/products/7") + shop.get("/handled/503") + shop.get("/later/7");
    }
  }
}
