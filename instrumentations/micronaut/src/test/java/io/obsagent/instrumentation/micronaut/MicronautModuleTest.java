// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import io.obsagent.testing.ModuleKit;
import java.util.Set;

class MicronautModuleTest extends ModuleKit {
  MicronautModuleTest() {
    super(new MicronautModule());
  }

  /** The version that the module is compiled against, the oldest, knows no request there. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return Set.of(
        System.getProperty("library.version") == null
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
