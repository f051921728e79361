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

  private int test(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("test.yml"), yaml);
    return new TestRules()
        .run(List.of(file.toString()), new PrintStream(out), new PrintStream(err));
  }

  private int check(String... files) {
    return new CheckRules().run(List.of(files), new PrintStream(out), new PrintStream(err));
  }
}
