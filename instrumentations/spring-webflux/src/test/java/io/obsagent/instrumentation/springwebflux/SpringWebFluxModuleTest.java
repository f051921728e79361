// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import io.obsagent.testing.ModuleKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

class SpringWebFluxModuleTest extends ModuleKit {
  SpringWebFluxModuleTest() {
    super(new SpringWebFluxModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return System.getProperty("library.version") == null
        ? Set.of()
        : Set.of("HandlerAdvices.FailedBeforeSpring6");
  }

  @Override
  protected String use() throws Exception {
    try (ShopOnTomcat shop = new ShopOnTomcat()) {
      return get(shop, "/products/7") + get(shop, "/products/handled/418");
    }
  }

  private static String get(ShopOnTomcat shop, String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(shop.base() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + response.body();
  }
}
