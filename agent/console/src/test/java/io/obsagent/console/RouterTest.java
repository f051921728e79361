// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
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
    serve("first", "/metrics", "/api/{any}");
    serve("second", "/api/rules", "/files/**");
    serve("third", "/other");
  }

  private void serve(String name, String... paths) {
    router.later(
        routes -> {
          asked.add(name);
          for (String path : paths) {
            routes.add("GET", path, Access.READ, request -> Response.text(200, name + path));
          }
        });
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
  void knowsOfAllWhenItListsThemOrHasNoneThatFits() throws Exception {
    assertThat(find("/nowhere")).isEqualTo("none");
    assertThat(asked).containsExactly("first", "second", "third");
    assertThat(router.readable()).containsExactly("/api/rules", "/metrics", "/other");
    assertThat(router.methods("/other")).containsExactly("GET", "HEAD", "OPTIONS");
    assertThat(asked).hasSize(3);
  }
}
