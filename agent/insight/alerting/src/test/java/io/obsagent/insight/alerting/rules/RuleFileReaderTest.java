// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleFileReaderTest {
  @Test
  void aWrongRuleIsToldByFileLineAndNameAndTheOthersStay() {
    RuleFile file =
        RuleFileReader.read(
            "rules.yml",
            """
            groups:
              - name: g
                rules:
                  - alert: Good
                    expr: up == 0
                  - alert: Bad
                    expr: up ==
                  - record: "a name in UTF-8"
                    expr: up
                  - alert: Typo
                    exprr: up
                  - alert: Template
                    expr: up
                    annotations: {summary: '{{ .Nothing'}
            """);
    assertThat(file.rules()).isEqualTo(2);
    assertThat(file.errors()).hasSize(3);
    assertThat(file.errors().get(0))
        .startsWith("rules.yml:7: rule 'Bad': could not parse expression: 1:6: parse error:");
    assertThat(file.errors().get(1)).startsWith("rules.yml:11: unknown key 'exprr' in rule 'Typo'");
    assertThat(file.errors().get(2)).startsWith("rules.yml:14: rule 'Template': annotation");
  }

  @Test
  void whatIsNotYamlIsToldWithItsLine() {
    assertThat(RuleFileReader.read("r.yml", "groups:\n  - name: [").errors())
        .singleElement()
        .asString()
        .startsWith("r.yml:2: not YAML");
    assertThat(RuleFileReader.read("r.yml", "just a text").errors()).hasSize(1);
    assertThat(RuleFileReader.read("r.yml", "groups: 5").errors())
        .containsExactly("r.yml:1: 'groups' must be a list");
  }

  @Test
  void aFileWithoutContentHasNoRules() {
    for (String text : List.of("", "# nothing yet\n", "null", "---\n...\n")) {
      assertThat(RuleFileReader.read("r.yml", text))
          .isEqualTo(new RuleFile(List.of(), List.of(), List.of()));
    }
  }

  @Test
  void ofSeveralDocumentsTheFirstCounts() {
    RuleFile file =
        RuleFileReader.read(
            "r.yml",
            """
            groups: [{name: a, rules: [{record: one, expr: up}]}]
            ---
            groups: [{name: b, rules: [{record: two, expr: up}]}]
            """);
    assertThat(file.errors()).isEmpty();
    assertThat(file.groups()).extracting(RuleGroup::name).containsExactly("a");
    assertThat(file.warnings()).singleElement().asString().startsWith("r.yml:3: only the first");
  }

  @Test
  void allThatIsWrongWithARuleIsTold() {
    assertThat(
            RuleFileReader.read(
                    "r.yml",
                    """
                    rules:
                      - name: a
                        duration: 5w5
                        metric: 'sum('
                        condition: bigger
                        threshold: high
                        chanels: [x]
                    groups:
                      - name: g
                        rules:
                          - alert: B
                            expr: sum(
                            for: soon
                            labels: {a: '{{ .x', b: '{{ end }}'}
                          - {record: c, expr: ')', for: 5m, annotations: {a: b}}
                    """)
                .errors())
        .extracting(error -> error.substring(0, Math.min(error.length(), 39)))
        .containsExactly(
            "r.yml:12: rule 'B': could not parse exp",
            "r.yml:13: rule 'B': 'soon' is not a dur",
            "r.yml:14: rule 'B': label 'a': template",
            "r.yml:14: rule 'B': label 'b': template",
            "r.yml:15: rule 'c': could not parse exp",
            "r.yml:15: rule 'c': invalid field 'for'",
            "r.yml:15: rule 'c': invalid field 'anno",
            "r.yml:3: rule 'a': '5w5' is not a durat",
            "r.yml:4: rule 'a': could not parse expr",
            "r.yml:5: rule 'a': unknown condition 'b",
            "r.yml:6: rule 'a': threshold must be a ",
            "r.yml:7: unknown key 'chanels' in rule ");
  }

  @Test
  void whatIsNoRuleAtAllIsToldAndTheOthersCount() {
    RuleFile file =
        RuleFileReader.read(
            "r.yml",
            """
            rules:
              - 5
              - {name: a, metric: up, threshold: 1}
            groups:
              - text
              - name: g
                rules:
                  -
                  - {record: b, expr: up}
            """);
    assertThat(file.errors())
        .containsExactly(
            "r.yml:5: each element of 'groups' must be a mapping",
            "r.yml:8: each element of 'rules' must be a mapping",
            "r.yml:2: each element of 'rules' must be a mapping");
    assertThat(file.rules()).isEqualTo(2);
  }

  @Test
  void mergeKeysTakeOverWhatTheMappingDoesNotSay() {
    RuleFile file =
        RuleFileReader.read(
            "r.yml",
            """
            groups:
              - name: g
                rules:
                  - &base
                    alert: One
                    expr: up == 0
                    for: 5m
                    labels: {severity: page}
                  - {<<: *base, alert: Two}
                  - {<<: [{for: 1m}, *base], alert: Three}
                  - {"<<": 1, alert: Four, expr: up}
            """);
    assertThat(file.errors())
        .singleElement()
        .asString()
        .startsWith("r.yml:11: unknown key '<<' in rule 'Four'");
    assertThat(file.groups().get(0).rules())
        .extracting(rule -> rule.name() + " " + ((RuleDefinition.Alerting) rule).hold())
        .containsExactly("One PT5M", "Two PT5M", "Three PT1M");
  }

  @Test
  void aMergeThatNamesNoMappingIsToldWithItsOwnLine() {
    assertThat(RuleFileReader.read("r.yml", "groups:\n  - <<: text\n    name: g\n").errors())
        .containsExactly("r.yml:2: '<<' must name a mapping, or a list of mappings");
  }

  @Test
  void whatAPrometheusNeedsAFlagForIsNoted() {
    RuleFile file =
        RuleFileReader.read(
            "r.yml", "groups: [{name: g, rules: [{record: r, expr: 'mad_over_time(a[5m])'}]}]");
    assertThat(file.errors()).isEmpty();
    assertThat(file.warnings())
        .containsExactly(
            "r.yml:1: rule 'r': mad_over_time() needs"
                + " --enable-feature=promql-experimental-functions in Prometheus");
  }

  @Test
  void readsGroupsWithEverythingTheyMayHave() {
    RuleGroup group =
        RuleTimeline.groups(
                """
                groups:
                  - name: g
                    interval: 30s
                    query_offset: 1m
                    limit: 7
                    labels: {team: core, tier: a}
                    rules:
                      - alert: A
                        expr: up == 0
                        for: 1h30m
                        keep_firing_for: 250ms
                        labels: {tier: b}
                """)
            .get(0);
    assertThat(group.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(group.queryOffset()).isEqualTo(Duration.ofMinutes(1));
    assertThat(group.limit()).isEqualTo(7);
    RuleDefinition.Alerting rule = (RuleDefinition.Alerting) group.rules().get(0);
    assertThat(rule.hold()).isEqualTo(Duration.ofMinutes(90));
    assertThat(rule.keepFiring()).isEqualTo(Duration.ofMillis(250));
    assertThat(rule.labels()).containsEntry("team", "core").containsEntry("tier", "b");
    assertThat(rule.place()).isEqualTo("rules.yml:8");
  }

  @Test
  void eachFaultOfAShortFormIsToldWithTheLineInTheWholeFile() throws Exception {
    String text =
        """
        # one
        alert_rules:
          a: {metric: x, threshold: much}
          b: {metrik: x, treshold: 1}
          c:
          d: {metric: x, threshold: 1}
        """;
    ConfigNode.Mapping root = (ConfigNode.Mapping) YamlReader.read("my.yaml", text).root();
    RuleFile file = RuleFileReader.readShort(root.entries().get("alert_rules"));

    assertThat(file.errors())
        .extracting(error -> error.substring(0, Math.min(error.length(), 30)))
        .containsExactly(
            "my.yaml:3: rule 'a': threshold",
            "my.yaml:4: unknown key 'metrik",
            "my.yaml:4: unknown key 'tresho",
            "my.yaml:5: rule 'c' is empty");
    assertThat(file.rules()).isEqualTo(1);
    assertThat(file.groups().get(0).file()).isEqualTo("my.yaml");
  }

  @Test
  void aShortRuleThatIsGivenTwiceIsTold() {
    RuleFile file =
        RuleFileReader.read(
            "obs-agent.yaml",
            "rules:\n- {name: a, metric: x, threshold: 1}\n- {name: a, metric: y, threshold: 2}\n");

    assertThat(file.errors())
        .containsExactly("obs-agent.yaml:3: rule 'a' is given twice; the first counts");
    assertThat(file.rules()).isEqualTo(1);
  }

  @Test
  void bothShortFormsCompileToTheSameKindOfRule() {
    RuleFile file =
        RuleFileReader.read(
            "obs-agent.yaml",
            """
            alerting:
              rules:
                - {name: high_cpu, metric: cpu_usage_percent, condition: greater_than,
                   threshold: 80, duration: 300000, severity: warning}
                - {name: low, metric: 'sum(rate(logins_total[1h]))', condition: less_or_equal,
                   threshold: 0.5, duration: 30m}
            alert_rules:
              high_error_rate: {metric: error.rate, threshold: 0.05, duration: 5m,
                                severity: critical, channels: [pagerduty, slack]}
            """);
    assertThat(file.errors()).isEmpty();
    List<RuleDefinition> rules = file.groups().get(0).rules();
    assertThat(rules.stream().map(RuleDefinition::query))
        .containsExactly(
            "cpu_usage_percent > 80", "(sum(rate(logins_total[1h]))) <= 0.5", "error_rate > 0.05");
    assertThat(((RuleDefinition.Alerting) rules.get(0)).hold()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rules.get(2).labels())
        .containsEntry("severity", "critical")
        .containsEntry("channels", "pagerduty,slack");
  }

  @Test
  void anUnknownConditionIsToldWithThoseThatAreKnown() {
    assertThat(
            RuleFileReader.read(
                    "a.yaml", "rules: [{name: x, metric: m, condition: above, threshold: 1}]")
                .errors())
        .singleElement()
        .asString()
        .startsWith("a.yaml:1: rule 'x': unknown condition 'above'; known are equals, greater_");
  }

  @Test
  void noInputMakesItFail() {
    Random random = new Random(11);
    String seed = BuiltinRules.text().substring(0, 4000);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(seed.substring(0, 200 + random.nextInt(3800)));
      for (int edit = 0; edit < 1 + random.nextInt(6); edit++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, "&*[]{}:-\"'\n|>%@".charAt(random.nextInt(15)));
        }
      }
      assertThat(RuleFileReader.read("fuzz.yml", text.toString())).isNotNull();
    }
  }
}
