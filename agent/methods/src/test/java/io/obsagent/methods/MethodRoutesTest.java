// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.weave.MethodSelector;
import io.obsagent.spi.weave.MethodSelector.Method;
import io.obsagent.spi.weave.MethodWeaving;
import io.obsagent.spi.weave.ProbeLinker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MethodRoutesTest {
  private final WovenMethods woven = new WovenMethods();

  private static String body(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Request request(Map<String, List<String>> parameters) {
    return new Request("GET", "/", parameters, Map.of(), Map.of(), new byte[0]);
  }

  /** One class with three methods. */
  private static final class OneClass extends MethodWeaving {
    @Override
    public int use(MethodSelector selector, ProbeLinker linker) {
      return 0;
    }

    @Override
    public void preview(MethodSelector selector) {
      MethodSelector.Choice choice = selector.choice("a.B", Set::of);
      if (choice != null) {
        for (String name : List.of("place", "pay", "getId")) {
          choice.probe(new Method("a.B", name, "(I)V", 0, name.startsWith("get")));
        }
      }
    }
  }

  @Test
  void aPatternIsTriedWithoutWeaving() throws Exception {
    MethodWeaving.install(new OneClass());
    MethodRoutes routes = new MethodRoutes(() -> woven, List::of, new MethodsService());
    assertThat(body(routes.matching(request(Map.of("pattern", List.of("a.B#*"))))))
        .isEqualTo(
            "{\"pattern\":\"a.B#*\",\"matching\":2,\"accessorsLeftOut\":1,\"methods\":["
                + "{\"class\":\"a.B\",\"method\":\"pay(int)\"},"
                + "{\"class\":\"a.B\",\"method\":\"place(int)\"}]}");
    assertThatThrownBy(() -> routes.matching(request(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give a pattern");
    assertThatThrownBy(() -> routes.matching(request(Map.of("pattern", List.of("x")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern:2: expected a class, # and a method");
  }

  @Test
  void sitesTellHowOftenTheyRanAndWhatFailed() throws Exception {
    MethodEntry entry =
        new MethodEntry(
            "f.yaml:2", MethodPattern.parse("a.B#*"), "", List.of(), Map.of(), null, null);
    WovenMethod method = woven.of(new Method("a.B", "place", "(I)V", 0, false), List.of(entry));
    method.called();
    method.failed(new IllegalStateException("no"));
    MethodRoutes routes = new MethodRoutes(() -> woven, () -> List.of(entry), new MethodsService());
    assertThat(body(routes.sites(request(Map.of()))))
        .isEqualTo(
            "{\"entries\":1,\"sites\":[{\"class\":\"a.B\",\"method\":\"place(int)\",\"calls\":1,"
                + "\"errors\":1,\"lastError\":\"f.yaml:2: B.place: java.lang.IllegalStateException: no\","
                + "\"entries\":[{\"pattern\":\"a.B#*\",\"place\":\"f.yaml:2\"}]}]}");
  }

  @Test
  void whatIsAppliedTakesThePlaceOfItsPatternAndIsTakenAway() throws Exception {
    MethodRoutes routes = new MethodRoutes(() -> woven, List::of, new MethodsService());
    assertThat(routes.apply(posted("[{match: a.B#pay, span: true}]")).status()).isEqualTo(200);
    assertThat(routes.apply(posted("methods: [{match: a.B#pay, event: paid}]")).status())
        .isEqualTo(200);
    assertThat(routes.withdraw(request(Map.of("pattern", List.of("a.B#place")))).status())
        .isEqualTo(404);
    assertThat(routes.withdraw(request(Map.of("pattern", List.of("a.B#pay")))).status())
        .isEqualTo(200);
    assertThat(routes.withdraw(request(Map.of())).status()).as("it was one").isEqualTo(404);
  }

  @Test
  void whatIsWrongIsToldByItsPlaceAndAppliesNothing() throws Exception {
    MethodRoutes routes = new MethodRoutes(() -> woven, List::of, new MethodsService());
    assertThatThrownBy(() -> routes.apply(posted("[{match: a.B#pay, span: true}, {match: x}]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("body:1:");
    assertThatThrownBy(() -> routes.apply(posted("[{")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> routes.apply(posted("hello")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes a list");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= MethodRoutes.MAX_APPLIED; i++) {
      many.append("- {match: a.B#m").append(i).append(", span: true}\n");
    }
    assertThatThrownBy(() -> routes.apply(posted(many.toString())))
        .hasMessageContaining("at most 100 entries");
    assertThat(routes.withdraw(request(Map.of())).status()).isEqualTo(404);
  }

  private static Request posted(String body) {
    return new Request(
        "POST", "/", Map.of(), Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
