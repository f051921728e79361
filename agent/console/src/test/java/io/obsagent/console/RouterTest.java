// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Served;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router = new Router();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void serve() {
    serve("first", List.of("/metrics", "/api"), "/metrics", "/api/{any}");
    serve("second", List.of("/api/rules", "/files"), "/api/rules", "/files/**");
    serve("third", List.of("/"), "/other");
  }

  private void serve(String name, List<String> below, String... paths) {
    router.later(
        new Served(
            below,
            routes -> {
              asked.add(name);
              for (String path : paths) {
                routes.add("GET", path, Access.READ, request -> Response.text(200, name + path));
              }
            }));
  }

  private String find(String path) throws Exception {
    Router.Match match = router.find("GET", path);
    if (match == null) {
      return "none";
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Request request = new Request("GET", path, Map.of(), Map.of(), Map.of(), new byte[0]);
    match.handler().handle(request).body().writeTo(body);
    return body.toString(StandardCharsets.UTF_8);
  }

  @Test
  void asksNobodyForRoutesBeforeTheFirstRequest() {
    assertThat(asked).isEmpty();
  }

  @Test
  void asksNobodyAfterTheOneWhoHasThePath() throws Exception {
    assertThat(find("/metrics")).isEqualTo("first/metrics");
    assertThat(find("/metrics")).isEqualTo("first/metrics");

    assertThat(asked).containsExactly("first");
  }

  @Test
  void prefersAPlainPathToOneInBracesThatWasThereBefore() throws Exception {
    assertThat(find("/api/rules")).isEqualTo("second/api/rules");
    assertThat(find("/api/graph")).isEqualTo("first/api/{any}");
    assertThat(find("/files/a/b")).isEqualTo("second/files/**");
  }

  @Test
  void asksWhoeverIsNearestFirstAndNobodyWhoIsElsewhere() throws Exception {
    assertThat(find("/api/rules")).isEqualTo("second/api/rules");
    assertThat(asked).containsExactly("second");
    assertThat(find("/filesystem")).isEqualTo("none");
    assertThat(asked).containsExactly("second", "third");
    assertThat(find("//api//graph/")).isEqualTo("first/api/{any}");
  }

  @Test
  void refusesARouteThatIsNotWhereItWasSaidToBe() {
    serve("wrong", List.of("/right"), "/right", "/wrong");

    assertThatThrownBy(() -> find("/right")).hasMessage("/wrong is not below one of [/right]");
    assertThat(router.methods("/other")).containsExactly("GET", "HEAD", "OPTIONS");
  }

  @Test
  void knowsOfAllWhenItListsThem() {
    assertThat(router.readable()).containsExactly("/api/rules", "/metrics", "/other");
    assertThat(router.methods("/other")).containsExactly("GET", "HEAD", "OPTIONS");
    assertThat(asked).hasSize(3);
  }
}
