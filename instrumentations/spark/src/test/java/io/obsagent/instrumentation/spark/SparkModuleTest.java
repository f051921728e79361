// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spark;

import io.obsagent.testing.ModuleKit;

class SparkModuleTest extends ModuleKit {
  SparkModuleTest() {
    super(new SparkModule());
  }

  @Override
  protected String use() throws Exception {
    try (Shop shop = new Shop()) {
      return shop.get("/products/7") + shop.get("/handled/503");
    }
  }
}
