// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the process can run out of. */
class ProcessChecksTest {
  private static final Map<String, List<String>> LABELS =
      Map.of(
          "disk_utilization_percentage", List.of("mount", "/"),
          "jvm_memory_pool_collection_used_bytes", List.of("pool", "old"),
          "jvm_memory_max_bytes", List.of("area", "heap"));

  private static MetricFamily gauge(String text) {
    String[] parts = text.split("=");
    List<String> labels = LABELS.getOrDefault(parts[0], List.of());
    return new MetricFamily(
        parts[0],
        "Help.",
        "",
        MetricFamily.Type.GAUGE,
        labels.isEmpty() ? List.of() : List.of(labels.get(0)),
        List.of(
            new NumberPoint(
                labels.isEmpty() ? List.of() : List.of(labels.get(1)),
                Double.parseDouble(parts[1]),
                null)));
  }

  private static String ask(String check, String metrics) throws Exception {
    List<MetricFamily> families =
        metrics.isEmpty()
            ? List.of()
            : List.of(metrics.split(";")).stream().map(ProcessChecksTest::gauge).toList();
    InstantSource clock = InstantSource.system();
    try (SeriesStore store =
        SeriesStore.open(StoreOptions.defaults(), clock.millis(), line -> {})) {
      Cycle cycle =
          new Cycle(
              new Cycle.Parts(
                  store,
                  List.of(() -> families),
                  Labels.of("job", "shop", "instance", "host"),
                  List::of,
                  Duration.ofSeconds(1),
                  clock,
                  line -> {}));
      Engine engine = new Engine(EngineOptions.defaults());
      Insight insight = new Insight(store, engine, cycle, new Alerts(), null);
      cycle.hold();
      for (Check each : ProcessChecks.all(Duration.ofSeconds(30))) {
        if (each.name().equals(check)) {
          return each.probe().ask(insight, each.timeout());
        }
      }
    }
    throw new AssertionError(check);
  }

  @ParameterizedTest
  @CsvSource({
    "disk, disk_utilization_percentage=94, ''",
    "disk, disk_utilization_percentage=96, is nearly used up",
    "disk, '', ''",
    "heap, jvm_memory_pool_collection_used_bytes=90;jvm_memory_max_bytes=100, ''",
    "heap, jvm_memory_pool_collection_used_bytes=96;jvm_memory_max_bytes=100, is nearly used up",
    "heap, jvm_memory_max_bytes=100, ''",
    "file descriptors, process_open_fds=89;process_max_fds=100, ''",
    "file descriptors, process_open_fds=91;process_max_fds=100, is nearly used up",
    "file descriptors, '', ''",
  })
  void whatIsNearlyUsedUpIsToldAndWhatIsNotMeasuredIsNot(String check, String metrics, String wrong)
      throws Exception {
    assertThat(ask(check, metrics)).isEqualTo(wrong);
  }
}
