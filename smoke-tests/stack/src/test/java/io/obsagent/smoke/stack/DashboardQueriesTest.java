// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every panel of every dashboard, asked of a shop's agent. */
class DashboardQueriesTest {
  /** Panels that need something and have it in the shop: the rest is not taken on trust. */
  private static final int SHOWN_AMONG_THOSE_THAT_NEED_SOMETHING = 25;

  @Test
  void everyPanelShowsSomethingOrSaysWhatItNeeds(@TempDir Path directory) throws Exception {
    try (Shop shop = Shop.open(directory)) {
      List<JsonNode> panels = panels(shop.agent());
      List<String> empty = new ArrayList<>();

      Shop.await(
          () -> {
            empty.clear();
            empty.addAll(empty(shop.agent(), panels, false));
            return empty.isEmpty() ? "all" : "";
          },
          () -> "neither data nor a word about what is needed: " + empty);

      long needy = panels.stream().filter(DashboardQueriesTest::isNeedy).count();
      assertThat(panels).hasSizeGreaterThan(150);
      assertThat(needy - empty(shop.agent(), panels, true).size())
          .isGreaterThanOrEqualTo(SHOWN_AMONG_THOSE_THAT_NEED_SOMETHING);
    }
  }

  private static List<JsonNode> panels(String agent) throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode dashboard : Shop.get(agent + "/monitoring/dashboards").path("dashboards")) {
      String path = dashboard.path("href").asText() + "?rate=30s&job=shop";
      for (JsonNode section : Shop.get(agent + path).path("sections")) {
        section.path("panels").forEach(panels::add);
      }
    }
    return panels;
  }

  private static boolean isNeedy(JsonNode panel) {
    return !panel.path("needs").asText().isEmpty();
  }

  /** Titles of panels without data; each of their queries is asked. */
  private static List<String> empty(String agent, List<JsonNode> panels, boolean needy)
      throws Exception {
    List<String> empty = new ArrayList<>();
    for (JsonNode panel : panels) {
      boolean shows = true;
      for (JsonNode target : panel.path("targets")) {
        shows &= Shop.series(agent, target.path("expr").asText()) > 0;
      }
      if (!shows && isNeedy(panel) == needy) {
        empty.add(panel.path("title").asText());
      }
    }
    return empty;
  }
}
