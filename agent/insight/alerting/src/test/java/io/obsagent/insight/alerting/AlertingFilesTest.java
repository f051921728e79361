// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingFilesTest {
  private final Alerts alerts = new Alerts();
  private static final Instant START = Instant.ofEpochSecond(1_728_000_000);
  private static final String GOOD =
      "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50}, {alert: Cold, expr: temp < 0}]}]";

  private final TestInsight test = new TestInsight(START, null);
  private final Rules rules = new Rules(test.insight, AlertOptions.defaults(), false);
  private Path file;
  private String rulePaths = "";
  private AlertingFiles files;

  @BeforeEach
  void aFiringAlert(@TempDir Path directory) throws IOException {
    file = directory.resolve("rules.yml");
    rulePaths = file.toString();
    Files.writeString(file, GOOD);
    test.insight.cycle().add(rules::evaluate);
    Notifier notifier = new Notifier(NotifyConfig.none(), null, "", () -> test.now);
    files = new AlertingFiles(new OneFile(), rules, notifier, alerts);
    files.begin();
    test.cycles(2);
    assertFiring();
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void aFileThatIsNoYamlAnyMoreKeepsItsRulesAndTheirAlerts() throws IOException {
    change("groups: [");
    assertFiring();
    assertThat(problems())
        .singleElement()
        .asString()
        .contains(file + ": not taken over, the 2 rules before stay: " + file + ":1: ");
  }

  @Test
  void soDoesAFileOfWhichOneRuleIsBad() throws IOException {
    change("groups: [{name: g, rules: [{alert: Cold, expr: temp < 9}, {alert: Hot, expr: sum(}]}]");
    assertFiring();
    assertThat(rules.export()).contains("temp < 0").doesNotContain("temp < 9");
  }

  @Test
  void rulesOfOtherFeaturesAreEvaluatedBesideThoseOfFilesUntilTheyAreTakenAway() {
    alerts.setRules(
        "feature", "groups: [{name: of-feature, rules: [{alert: OfFeature, expr: vector(1)}]}]");
    test.cycles(1);
    assertThat(names()).contains("Hot", "OfFeature");
    alerts.setRules("feature", "");
    assertThat(names()).contains("Hot").doesNotContain("OfFeature");
    assertFiring();
  }

  private List<String> names() {
    return rules.statuses().stream().map(status -> status.rule().name()).toList();
  }

  @Test
  void whatIsNoPathIsToldAndStopsNoOther() {
    files.close();
    String named = file.toString();
    rulePaths = "a\0b.yml," + named;
    files =
        new AlertingFiles(
            new OneFile(),
            rules,
            new Notifier(NotifyConfig.none(), null, "", () -> test.now),
            alerts);
    files.begin();
    test.cycles(1);
    assertFiring();
    assertThat(Problems.all())
        .anyMatch(line -> line.startsWith("alerting.rule-files: this is no path"));
    Problems.clear("alerting.paths");
  }

  @Test
  void soDoesAFileThatIsDeleted() throws IOException {
    Files.delete(file);
    files.look();
    test.cycles(1);
    assertFiring();
    assertThat(problems()).singleElement().asString().contains("cannot be read");
  }

  @Test
  void oneThatIsWellAgainIsTakenOver() throws IOException {
    change("groups: [");
    change("groups: [{name: g, rules: [{alert: Cold, expr: temp < 9}]}]");
    assertThat(rules.alerts()).isEmpty();
    assertThat(rules.export()).contains("temp < 9");
  }

  @Test
  void oneThatIsEmptyNowHasNoRulesAnyMore() throws IOException {
    change("groups: []");
    assertThat(rules.statuses()).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void allThatIsWrongIsToldBeforeAnythingIsTakenOver() throws IOException {
    Files.writeString(
        file,
        """
        groups:
          - name: g
            rules:
              - {alert: A, expr: up, labels: {channels: nosuch}}
              - {alert: B, expr: sum(}
              - {alert: C, exprr: up}
        """);
    AlertingFiles.check(new OneFile());
    assertThat(problems())
        .extracting(
            problem -> problem.substring(file.toString().length(), file.toString().length() + 3))
        .containsExactly(":5:", ":6:", ":4:");
    assertFiring();
  }

  private void change(String text) throws IOException {
    Files.writeString(file, text);
    files.look();
    test.cycles(1);
  }

  private void assertFiring() {
    assertThat(rules.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.state()).isEqualTo(ActiveAlert.State.FIRING);
              assertThat(alert.activeAt()).isEqualTo(START);
            });
  }

  private List<String> problems() {
    return Problems.all().stream().filter(line -> line.contains(file.toString())).toList();
  }

  /** A configuration that names the rule file, and has all else as it is by default. */
  private final class OneFile implements Config {
    @Override
    public <T> T get(Option<T> option) {
      boolean names = option == AlertingOptions.RULE_FILES;
      return option.parser().apply(names ? rulePaths : option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}
  }
}
