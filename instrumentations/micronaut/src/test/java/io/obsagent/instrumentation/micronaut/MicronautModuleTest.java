// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import io.obsagent.testing.ModuleKit;
import java.util.Set;

class MicronautModuleTest extends ModuleKit {
  MicronautModuleTest() {
    super(new MicronautModule());
  }

  /** The oldest knows no request there. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return Set.of(
        "4.0.0".equals(System.getProperty("library.version"))
            ? "RequestAdvices.FailureOfRequest"
            : "RequestAdvices.Failure");
  }

  @Override
  protected String use() throws Exception {
    try (ShopServer server = new ShopServer()) {
      return server.get("/shop/items/1").substring(0, 12)
          + server.get("/shop/broken").substring(0, 12);
    }
  }
}
