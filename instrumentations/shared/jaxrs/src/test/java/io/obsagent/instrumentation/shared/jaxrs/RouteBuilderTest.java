// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteBuilderTest {
  private static String route(String base, String... templates) {
    RouteBuilder route = new RouteBuilder(base);
    for (String template : templates) {
      route.add(template);
    }
    return route.build();
  }

  @Test
  void templatesAreJoinedByOneSlashEach() {
    assertThat(route("/shop/", "/products", "{id}/", "/")).isEqualTo("/shop/products/{id}");
    assertThat(route("/shop", "products/", "", "/{id}/parts"))
        .isEqualTo("/shop/products/{id}/parts");
  }

  @Test
  void theRootIsASlash() {
    assertThat(route("/")).isEqualTo("/");
    assertThat(route("", "/", "")).isEqualTo("/");
    assertThat(route(null)).isEqualTo("/");
  }

  @Test
  void parametersLoseTheirRegularExpressions() {
    assertThat(route("/", "{id: [0-9]+}")).isEqualTo("/{id}");
    assertThat(route("/", "{ id : [a-z]{2,3}:x }/{rest:.*}/a:b")).isEqualTo("/{id}/{rest}/a:b");
    assertThat(route("/", "a:b/{id}")).isEqualTo("/a:b/{id}");
  }

  @Test
  void bracesThatDoNotMatchDoNoHarm() {
    assertThat(route("/", "{id:[0-9")).isEqualTo("/{id");
    assertThat(route("/", "}{a:}}")).startsWith("/");
  }
}
