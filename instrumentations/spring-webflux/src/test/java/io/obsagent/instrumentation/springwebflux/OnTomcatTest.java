// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** By the servlet API. */
class OnTomcatTest extends WebFluxKit {
  private static ShopOnTomcat shop;

  @BeforeAll
  static void start() throws Exception {
    shop = new ShopOnTomcat();
  }

  @AfterAll
  static void stop() throws Exception {
    shop.close();
  }

  @Override
  protected String base() {
    return shop.base();
  }

  @Override
  protected String path() {
    return "/shop";
  }
}
