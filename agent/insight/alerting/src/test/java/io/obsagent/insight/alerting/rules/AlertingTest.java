// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingTest {
  private final List<Alert> sent = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(RuleTimeline.START);
  private double temperature = 40;

  @Test
  void anAlertGoesFromAMetricSourceToTheSink() {
    Alerting alerting = alerting(null, false);
    alerting.load(List.of(hot()));
    cycle(alerting, 2);
    assertThat(sent).isEmpty();
    temperature = 60;
    cycle(alerting, 1);
    assertThat(sent).singleElement().extracting(Alert::name).isEqualTo("Hot");
    assertThat(sent.get(0).labels().get("job")).isEqualTo("shop");
  }

  @Test
  void whatIsDownIsToldByTheBuiltinRule() {
    Alerting alerting = alerting(null, true);
    cycle(alerting, 6);
    assertThat(sent.stream().map(Alert::name).distinct())
        .containsExactlyInAnyOrder("Watchdog", "ServiceDown");
  }

  @Test
  void missedCyclesAreCountedAndNotMadeUpFor() {
    Alerting alerting = alerting(null, false);
    alerting.load(List.of(hot()));
    cycle(alerting, 1);
    now = now.plusSeconds(60);
    cycle(alerting, 1);
    alerting.cycle();
    Map<String, Double> metrics =
        alerting.collect().stream()
            .collect(
                Collectors.toMap(
                    MetricFamily::name, family -> ((NumberPoint) family.points().get(0)).value()));
    assertThat(metrics)
        .containsEntry("obs_agent_evaluation_cycles_total", 3.0)
        .containsEntry("obs_agent_evaluation_missed_cycles_total", 4.0);
  }

  @Test
  void addedRulesAndSwitchesSurviveARestart(@TempDir Path directory) {
    String yaml = "rules: [{name: hot, metric: temp, threshold: 50}]";
    try (Alerting before = alerting(directory, true)) {
      assertThat(before.addRules("rules: [{name: hot}]"))
          .singleElement()
          .asString()
          .startsWith("request:1: rule 'hot'");
      assertThat(before.addRules(yaml)).isEmpty();
      assertThat(before.enable("Watchdog", false)).isTrue();
      assertThat(before.enable("NoSuchRule", false)).isFalse();
    }
    temperature = 60;
    try (Alerting after = alerting(directory, true)) {
      cycle(after, 1);
      assertThat(sent.stream().map(Alert::name)).containsExactly("hot");
      assertThat(after.export()).contains("- alert: \"hot\"");
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void itsThreadHoldsACycleOnItsOwnAndEndsWithClose() throws InterruptedException {
    CountDownLatch collected = new CountDownLatch(1);
    Alerting alerting =
        alerting(
            null,
            List.of(
                () -> {
                  collected.countDown();
                  return List.of();
                }),
            false);
    alerting.start();
    assertThat(collected.await(10, TimeUnit.SECONDS)).isTrue();
    alerting.close();
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .doesNotContain("obs-alerting");
  }

  private static RuleFile hot() {
    return RuleFileReader.read(
        "rules.yml", "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50}]}]");
  }

  private void cycle(Alerting alerting, int times) {
    for (int i = 0; i < times; i++) {
      alerting.cycle();
      now = now.plusSeconds(15);
    }
  }

  private Alerting alerting(@Nullable Path directory, boolean builtin) {
    return alerting(directory, List.of(this::metrics), builtin);
  }

  private Alerting alerting(@Nullable Path directory, List<MetricSource> sources, boolean builtin) {
    SeriesStore store =
        SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), warnings::add);
    return new Alerting(
        new Alerting.Parts(
            store,
            new Engine(EngineOptions.defaults()),
            sources,
            Labels.of("job", "shop", "instance", "shop:9464"),
            () -> List.of(new Target("db", "db:5432", false)),
            sent::addAll,
            AlertOptions.defaults(),
            Duration.ofSeconds(15),
            builtin,
            directory,
            () -> now,
            warnings::add));
  }

  private List<MetricFamily> metrics() {
    return List.of(
        new MetricFamily(
            "temp",
            "Temperature.",
            "",
            MetricFamily.Type.GAUGE,
            List.of(),
            List.of(new NumberPoint(List.of(), temperature, null))));
  }
}
