// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.TestInsight;
import io.obsagent.insight.series.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  private TestInsight test = insight(null);

  @Test
  void anAlertGoesFromAMetricSourceToTheSink() {
    Rules rules = rules(false);
    rules.load(List.of(hot()));
    test.temperature = 40;
    test.cycles(2);
    assertThat(test.sent).isEmpty();
    test.temperature = 60;
    test.cycles(1);
    assertThat(test.sent).singleElement().extracting(Alert::name).isEqualTo("Hot");
    assertThat(test.sent.get(0).labels().get("job")).isEqualTo("shop");
  }

  @Test
  void whatIsDownIsToldByTheBuiltinRule() {
    rules(true);
    test.cycles(6);
    assertThat(test.sent.stream().map(Alert::name).distinct())
        .containsExactlyInAnyOrder("Watchdog", "ServiceDown");
  }

  @Test
  void addedRulesAndSwitchesSurviveARestart(@TempDir Path directory) {
    test = insight(directory);
    Rules before = rules(true);
    assertThat(before.add("rules: [{name: hot}]"))
        .hasSize(2)
        .allSatisfy(told -> assertThat(told).startsWith("request:1: rule 'hot'"));
    assertThat(before.add("rules: [{name: hot, metric: temp, threshold: 50}]")).isEmpty();
    assertThat(before.enable("Watchdog", false)).isTrue();
    assertThat(before.enable("NoSuchRule", false)).isFalse();
    test.insight.store().close();

    test = insight(directory);
    Rules after = rules(true);
    test.cycles(1);
    assertThat(test.sent.stream().map(Alert::name)).containsExactly("hot");
    assertThat(after.export()).contains("- alert: \"hot\"");
    assertThat(test.warnings).isEmpty();
  }

  private static RuleFile hot() {
    return RuleFileReader.read(
        "rules.yml", "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50}]}]");
  }

  private static TestInsight insight(@Nullable Path directory) {
    return new TestInsight(
        Instant.ofEpochMilli(RuleTimeline.START), directory, new Target("db", "db:5432", false));
  }

  private Rules rules(boolean builtin) {
    Rules rules = new Rules(test.insight, AlertOptions.defaults(), builtin);
    test.insight.cycle().add(rules::evaluate);
    return rules;
  }
}
