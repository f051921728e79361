// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleToolsTest {
  private static final String RULES =
      """
      groups:
        - name: g
          rules:
            - alert: InstanceDown
              expr: up == 0
              for: 5m
              labels: {severity: page}
              annotations: {summary: 'Instance {{ $labels.instance }} down'}
            - {record: "job:up:sum", expr: sum by (job) (up)}
      """;
  private static final String TEST =
      """
      rule_files: [rules.yml]
      evaluation_interval: 1m
      tests:
        - interval: 1m
          input_series:
            - {series: 'up{job="shop", instance="a"}', values: '1 0x14'}
            - {series: 'up{job="shop", instance="b"}', values: '1+0x14'}
          alert_rule_test:
            - {eval_time: 5m, alertname: InstanceDown}
            - eval_time: 6m
              alertname: InstanceDown
              exp_alerts:
                - exp_labels: {severity: page, job: shop, instance: a}
                  exp_annotations: {summary: Instance %s down}
          promql_expr_test:
            - expr: job:up:sum
              eval_time: 4m
              exp_samples: [{labels: 'job:up:sum{job="shop"}', value: 1}]
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writeRules() throws IOException {
    Files.writeString(directory.resolve("rules.yml"), RULES);
  }

  @Test
  void aTestThatHoldsSucceeds() throws IOException {
    assertThat(test(TEST.formatted("a"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("  SUCCESS");
    assertThat(err.size()).isZero();
  }

  @Test
  void aTestThatDoesNotHoldShowsWhatWasExpectedAndWhatCame() throws IOException {
    assertThat(test(TEST.formatted("b"))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("FAILED:", "alertname: InstanceDown, time: 6m", "Instance b down", "Instance a");
  }

  @Test
  void checkCountsRulesAndNamesTheWrongOnes() throws IOException {
    String good = directory.resolve("rules.yml").toString();
    assertThat(check(good)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("  SUCCESS: 2 rules found");
    Path bad = Files.writeString(directory.resolve("bad.yml"), RULES.replace("up == 0", "up =="));
    assertThat(check(good, bad.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("bad.yml:5: rule 'InstanceDown':");
    assertThat(check(directory.resolve("none.yml").toString())).isEqualTo(3);
    assertThat(check()).isEqualTo(2);
  }

  @Test
  void aDirectoryOrAPatternStandsForItsRuleFiles() throws IOException {
    Path below = Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(below.resolve("bad.yaml"), RULES.replace("up == 0", "up =="));
    Files.writeString(directory.resolve("a/test.yml"), TEST);
    Files.writeString(directory.resolve("a/notes.txt"), "none: [");
    for (String argument : List.of("", "/**", "/**/*.y*ml")) {
      out.reset();
      err.reset();
      assertThat(check(directory + argument)).as(argument).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.startsWith("Checking")))
          .containsExactly(
              "Checking " + below.resolve("bad.yaml"),
              "Checking " + directory.resolve("rules.yml"));
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("bad.yaml:5: rule 'InstanceDown':");
    }
    assertThat(check(directory + "/*.nothing")).isEqualTo(3);
    // A file that is named is checked, whatever it is.
    assertThat(check(directory + "/a/test.yml")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("test.yml: holds tests of rules; run them by 'test rules'");
  }

  @Test
  void aFailedExpectationIsToldWithItsOwnLine() throws IOException {
    test(TEST.formatted("b").replace("value: 1}", "value: 2}"));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("test.yml:10: alertname: InstanceDown", "test.yml:16: expr: \"job:up:sum\"");
  }

  @Test
  void aDirectoryOrAPatternStandsForItsTestFiles() throws IOException {
    Path below = Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(below.resolve("t.yaml"), "tests: []\n");
    Files.writeString(directory.resolve("a/u.yml"), "tests: []\n");
    for (String argument : List.of("", "/**", "/a/**", "/**/*.y*ml")) {
      out.reset();
      assertThat(testRules(directory + argument)).as(argument).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("t.yaml\n", "u.yml\n")
          .doesNotContain("rules.yml");
    }
    assertThat(testRules(directory + "/*.nothing")).isEqualTo(3);
    assertThat(testRules(directory + "/none.yml")).isEqualTo(3);
  }

  @Test
  void whatIsNoFiniteNumberMayBeWrittenAsYamlDoes() throws IOException {
    String test =
        """
        tests:
          - promql_expr_test:
              - {expr: 1 / 0, exp_samples: [{value: .inf}]}
              - {expr: -1 / 0, exp_samples: [{value: -.Inf}]}
              - {expr: 0 / 0, exp_samples: [{value: .NaN}]}
        """;
    assertThat(test(test)).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void ofTwoEqualSeriesTheLastCountsAndOnlyWhatCanBeSeenIsExpanded() throws IOException {
    String test =
        """
        evaluation_interval: 0s
        tests:
          - interval: 0s
            input_series:
              - {series: a, values: 1x10}
              - {series: a, values: 0+1x2000000000}
            promql_expr_test:
              - {expr: a, eval_time: 5m, exp_samples: [{labels: a, value: 5}]}
        """;
    assertThat(test(test)).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void endlessEvaluationIsRefusedAndAnAbsentRuleFileIsTold() throws IOException {
    String test =
        """
        rule_files: [none.yml]
        evaluation_interval: 1ms
        tests:
          - promql_expr_test:
              - {expr: vector(1), eval_time: 100y, exp_samples: [{value: 1}]}
        """;
    assertThat(test(test)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("test.yml:1: no file matches 'none.yml'");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("test.yml:4: more than 10000000 evaluations");
  }

  private int testRules(String... arguments) {
    return new TestRules().run(List.of(arguments), new PrintStream(out), new PrintStream(err));
  }

  private int test(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("test.yml"), yaml);
    return new TestRules()
        .run(List.of(file.toString()), new PrintStream(out), new PrintStream(err));
  }

  private int check(String... files) {
    return new CheckRules().run(List.of(files), new PrintStream(out), new PrintStream(err));
  }
}
