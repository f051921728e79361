// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardReaderTest {
  private static Dashboard read(String yaml) throws YamlException {
    return DashboardReader.read(YamlReader.read("own.yml", yaml));
  }

  @Test
  void readsTheShortestFormThatThereIs() throws YamlException {
    Dashboard dashboard =
        read(
            """
            id: mine
            title: Mine
            panels:
              - {type: graph, title: Orders, targets: ['sum(rate(orders_total[5m]))']}
            """);

    assertThat(dashboard.refresh()).isEqualTo("30s");
    assertThat(dashboard.panels())
        .singleElement()
        .satisfies(
            panel -> {
              assertThat(panel.type()).isEqualTo(PanelType.GRAPH);
              assertThat(panel.targets())
                  .containsExactly(new Panel.Target("sum(rate(orders_total[5m]))", ""));
            });
  }

  @Test
  void readsJson() throws YamlException {
    assertThat(
            read("{\"id\":\"a\",\"title\":\"A\",\"panels\":[{\"title\":\"B\",\"expr\":\"up\"}]}")
                .panels())
        .hasSize(1);
  }

  @Test
  void tellsAllThatIsWrongWithItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    id: mine
                    title: Mine
                    panels:
                      - {title: A, expr: sum(up}
                      - {title: B, expr: up, unit: metres}
                      - {title: C}
                      - {title: D, expr: 'up{route=~"$route"}'}
                      - {title: E, expr: up, thresholds: [{above: 2}, {above: 1}]}
                      - {title: F, expr: up, colour: red}
                    """))
        .isInstanceOfSatisfying(
            YamlException.class,
            e -> {
              assertThat(e.problems()).hasSize(6);
              assertThat(e.problems().get(0)).startsWith("own.yml:4: not PromQL: ");
              assertThat(e.problems().get(1))
                  .startsWith("own.yml:5: unit: expected one of number, seconds, ");
              assertThat(e.problems().get(2)).startsWith("own.yml:6: a panel has 'expr', or ");
              assertThat(e.problems().get(3)).startsWith("own.yml:7: $route is no variable ");
              assertThat(e.problems().get(4)).startsWith("own.yml:8: thresholds stand from ");
              assertThat(e.problems().get(5)).startsWith("own.yml:9: unknown key 'colour'");
            });
  }

  @Test
  void anIdIsPartOfAnAddress() {
    assertThatThrownBy(() -> read("{id: ../x, title: A, panels: [{title: B, expr: up}]}"))
        .hasMessage("own.yml:1: id: expected letters, digits, - and _, not '../x'");
  }

  @Test
  void whatWasChosenIsTextWhateverItHolds() {
    assertThat(
            Placeholders.filled(
                "a{$here, r=~\"$r\"}[$rate]",
                Map.of("job", List.of("a.b", "c|\"d\""), "r", List.of("x\\y\n")),
                "1m",
                "1h"))
        .isEqualTo(
            "a{job=~\"a\\\\.b|c\\\\|\\\"d\\\"\", instance=~\".*\", r=~\"x\\\\\\\\y\\n\"}[1m]");
  }

  @Test
  void grafanaHasNamesOfItsOwnForTheSame() {
    assertThat(Placeholders.forGrafana("rate(a{$here, r=~\"$r\"}[$rate]) + b[$range]"))
        .isEqualTo(
            "rate(a{job=~\"$job\", instance=~\"$instance\", r=~\"$r\"}[$__rate_interval])"
                + " + b[$__range]");
  }
}
