// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.dispatch.AlertGroup;
import io.obsagent.insight.alerting.dispatch.Timeline;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  private static Route root;

  @BeforeAll
  static void read() throws YamlException {
    root =
        NotifyConfig.parse(
                "alertmanager.yml",
                """
                route:
                  receiver: default
                  group_by: [alertname]
                  routes:
                    - match: {owner: team-A}
                      receiver: A
                      group_by: [x, b]
                      routes:
                        - match: {env: testing}
                          receiver: A-testing
                          group_by: ['...']
                        - match: {env: production}
                          receiver: A-production
                          group_wait: 1m
                          continue: true
                        - match_re: {env: "produ.*", job: ".*"}
                          receiver: A-prod
                    - matchers: [ owner =~ "team-(B|C)" ]
                      receiver: BC
                      group_by: [foo, bar]
                      group_wait: 2m
                    - matchers: ['"group by"="role"']
                      group_by: [role]
                      routes:
                        - matchers: [env="testing"]
                          routes: [{matchers: [wait="long"], group_wait: 2h}]
                receivers: [{name: default}, {name: A}, {name: BC},
                  {name: A-testing}, {name: A-production}, {name: A-prod}]
                """)
            .route;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner=team-A|A [b, x] 30s",
        "owner=team-A,env=unset|A [b, x] 30s",
        "owner=team-C|BC [bar, foo] 2m",
        "owner=team-Cx|default [alertname] 30s",
        "owner=team-A,env=testing|A-testing ... 30s",
        "owner=team-A,env=production|A-production [b, x] 1m + A-prod [b, x] 30s",
        "group by=role|default [role] 30s",
        "group by=role,env=testing|default [role] 30s",
        "group by=role,env=testing,wait=long|default [role] 2h",
        "none=x|default [alertname] 30s"
      })
  void anAlertTakesTheDeepestRoutesAndInheritsFromAbove(String labels, String expected) {
    List<String> found = new ArrayList<>();
    for (Route route : root.match(Labels.of(labels.split("[,=]")))) {
      String groups = route.groupByAll() ? "..." : route.groupBy().toString();
      found.add(route.receiver() + " " + groups + " " + PromDuration.format(route.groupWait()));
    }
    assertThat(String.join(" + ", found)).isEqualTo(expected);
  }

  @Test
  void aKeyHasItsMatchersInAlertmanagersOrder() throws YamlException {
    NotifyConfig config =
        NotifyConfig.parse(
            "alertmanager.yml",
            """
            route:
              receiver: a
              routes:
                - matchers: [b=~"2", b!="2", b="2", a="z", b="1"]
                  match_re: {c: "x"}
                  match: {d: "y", a: "y"}
            receivers: [{name: a}]
            """);
    assertThat(config.route.routes().get(0).key())
        .isEqualTo("{}/{a=\"y\",a=\"z\",b=\"1\",b=\"2\",b!=\"2\",b=~\"2\",c=~\"x\",d=\"y\"}");
  }

  @Test
  void theKeyOfAGroupIsAlertmanagers() {
    Route route = root.match(Labels.of("owner", "team-A", "env", "testing")).get(0);
    assertThat(route.key()).isEqualTo("{}/{owner=\"team-A\"}/{env=\"testing\"}");
    AlertGroup group = new AlertGroup(route, Labels.of("b", "2", "a", "1\n"), Timeline.START);
    assertThat(group.key())
        .isEqualTo("{}/{owner=\"team-A\"}/{env=\"testing\"}:{a=\"1\\n\", b=\"2\"}");
  }
}
