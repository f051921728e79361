// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import io.obsagent.testing.ModuleKit;

class GraphqlJavaModuleTest extends ModuleKit {
  GraphqlJavaModuleTest() {
    super(new GraphqlJavaModule());
  }

  @Override
  protected String use() {
    ShopSchema shop = new ShopSchema();
    return shop.execute("query Find { product(id: \"7\") broken }").toSpecification().toString();
  }
}
