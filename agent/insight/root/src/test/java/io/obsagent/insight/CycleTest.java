// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CycleTest {
  private final List<String> warnings = new ArrayList<>();
  private final List<Long> held = new ArrayList<>();
  private Instant shown = Instant.ofEpochSecond(1_728_000_000);
  private long nanos;
  private final SteadyClock clock = new SteadyClock(() -> shown, () -> nanos, warnings::add);
  private final SeriesStore store =
      SeriesStore.open(StoreOptions.defaults(), shown.toEpochMilli(), warnings::add);

  @Test
  void missedCyclesAreCountedAndNotMadeUpFor() {
    Cycle cycle = cycle(List.of());
    cycle.hold();
    pass(75);
    cycle.hold();
    cycle.hold();
    assertThat(held).containsExactly(1_728_000_000_000L, 1_728_000_075_000L);
    assertThat(metrics(cycle))
        .containsEntry("obs_agent_evaluation_cycles_total", 2.0)
        .containsEntry("obs_agent_evaluation_missed_cycles_total", 4.0);
  }

  @Test
  void aClockSetBackAnHourLosesNoCycle() {
    Cycle cycle = cycle(List.of());
    cycle.hold();
    shown = shown.minusSeconds(3600);
    pass(10);
    assertThat(cycle.untilDue()).isEqualTo(Duration.ofSeconds(5));
    pass(5);
    assertThat(cycle.untilDue()).isZero();
    cycle.hold();
    assertThat(held).containsExactly(1_728_000_000_000L, 1_728_000_015_000L);
    assertThat(warnings).singleElement().asString().contains("set back by 3600 s");
  }

  @Test
  void whatOnePartThrowsStopsNoOther() {
    Cycle cycle =
        cycle(
            List.of(
                () -> {
                  throw new LinkageError("no class");
                },
                () -> List.of(gauge("temp", 1))));
    cycle.add(
        time -> {
          throw new OutOfMemoryError("for a moment");
        });
    List<Long> after = new ArrayList<>();
    cycle.add(after::add);
    assertThatThrownBy(cycle::hold).isInstanceOf(OutOfMemoryError.class);
    assertThat(after).hasSize(1);
    assertThat(store.labelValues("__name__")).contains("temp");
    pass(15);
    assertThatThrownBy(cycle::hold).isInstanceOf(OutOfMemoryError.class);
    assertThat(after).hasSize(2);
  }

  private Cycle cycle(List<MetricSource> sources) {
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                sources,
                Labels.of("job", "shop", "instance", "a:1"),
                List::of,
                Duration.ofSeconds(15),
                clock,
                warnings::add));
    cycle.add(held::add);
    return cycle;
  }

  private static Map<String, Double> metrics(Cycle cycle) {
    return cycle.collect().stream()
        .collect(
            Collectors.toMap(
                MetricFamily::name, family -> ((NumberPoint) family.points().get(0)).value()));
  }

  private static MetricFamily gauge(String name, double value) {
    return new MetricFamily(
        name,
        "",
        "",
        MetricFamily.Type.GAUGE,
        List.of(),
        List.of(new NumberPoint(List.of(), value, null)));
  }

  private void pass(int seconds) {
    shown = shown.plusSeconds(seconds);
    nanos += seconds * 1_000_000_000L;
  }
}
