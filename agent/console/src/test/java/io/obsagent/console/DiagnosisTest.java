// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obsagent.console.Diagnosis.Finding;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.diagnostics.AgentReport.Snapshot;
import io.obsagent.spi.diagnostics.AgentReport.State;
import io.obsagent.spi.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static Snapshot well(Map<String, String> options, String... problems) {
    List<OptionValue> values = new ArrayList<>();
    options.forEach(
        (key, value) -> values.add(new OptionValue(key, value, "file", "f:1", "", false)));
    return new Snapshot(
        "1",
        State.RUNNING,
        "shop",
        1000,
        61_500,
        values,
        List.of(),
        17,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(problems),
        List.of(),
        List.of());
  }

  @Test
  void tellsWhatDoesNotWorkBeforeWhatIsWorthKnowing() {
    List<Finding> found = Diagnosis.of(new TestReport().snapshot(), List.of());

    assertThat(found.stream().filter(Finding::error))
        .extracting(Finding::text)
        .contains(
            "obs-agent.yaml:1: unknown option 'x'",
            "the part export-otlp does not work: OutOfMemoryError",
            "5 spans were dropped: queue_full");
    assertThat(found.stream().dropWhile(Finding::error)).noneMatch(Finding::error);
    assertThat(found.stream().filter(each -> !each.error()))
        .extracting(Finding::text)
        .contains(
            "seen and not instrumented: Jetty server",
            "the instrumentation jedis does not fit: no method x");
  }

  @Test
  void whatIsSwitchedOffIsTheReasonWhyThereIsNone() {
    assertThat(
            Diagnosis.of(
                well(
                    Map.of(
                        "metrics.enabled", "false",
                        "alerting.enabled", "false",
                        "sampling.sampler", "always_off")),
                List.of()))
        .filteredOn(Finding::error)
        .extracting(Finding::area)
        .contains("metrics", "alerts", "traces");
  }

  @Test
  void spansThatAreSentNowhereAreNoError() {
    assertThat(Diagnosis.of(well(Map.of()), List.of()))
        .filteredOn(finding -> finding.area().equals("traces"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.error()).isFalse();
              assertThat(finding.remedy()).contains("exporter.otlp.endpoint");
            });
  }

  private static MetricFamily told(Map<String, Integer> outcomes) {
    List<MetricFamily.Point> points = new ArrayList<>();
    outcomes.forEach(
        (outcome, count) ->
            points.add(
                new MetricFamily.NumberPoint(List.of("team", "slack", outcome), count, null)));
    return new MetricFamily(
        "obs_agent_notifications_total",
        "",
        "",
        MetricFamily.Type.COUNTER,
        List.of("receiver", "integration", "outcome"),
        points);
  }

  @Test
  void aReceiverThatTakesNothingIsAnError() {
    assertThat(Diagnosis.of(well(Map.of()), List.of(told(Map.of("failed", 3, "sent", 0)))))
        .filteredOn(Finding::error)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.text())
                  .isEqualTo(
                      "the receiver team (slack) has taken no notification: 3 attempts failed");
              assertThat(finding.remedy()).contains("send it a test");
            });
    assertThat(Diagnosis.of(well(Map.of()), List.of(told(Map.of("failed", 1, "sent", 5)))))
        .noneMatch(Finding::error)
        .extracting(Finding::text)
        .contains("the receiver team (slack) works, but 1 attempts failed")
        .doesNotContain("alerts are told to nobody");
    assertThat(Diagnosis.of(well(Map.of()), List.of()))
        .extracting(Finding::text)
        .contains("alerts are told to nobody");
    assertThat(Diagnosis.of(well(Map.of(), "alerting: receiver a is not told: x"), List.of()))
        .filteredOn(Finding::error)
        .extracting(Finding::area, Finding::remedy)
        .containsExactly(
            tuple(
                "alerts", "see that it can be reached from here, by the right address and secret"));
  }
}
