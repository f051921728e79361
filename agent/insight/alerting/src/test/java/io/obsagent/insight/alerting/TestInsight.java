// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.Alerts;
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
import org.jspecify.annotations.Nullable;

/** Insight whose time is moved by hand, and what it was told and warned of. */
public final class TestInsight {
  public static final Duration INTERVAL = Duration.ofSeconds(15);

  public final List<Alert> sent = new ArrayList<>();
  public final List<String> warnings = new ArrayList<>();
  public final Insight insight;
  public Instant now;

  /** The value of the gauge {@code temp}. */
  public double temperature = 60;

  /** Its exemplar, or null. */
  public MetricFamily.@Nullable Exemplar exemplar;

  public TestInsight(Instant start, @Nullable Path directory, Target... targets) {
    now = start;
    SeriesStore store =
        SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), warnings::add);
    MetricSource source = () -> List.of(temperature());
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(source),
                Labels.of("job", "shop", "instance", "a:1"),
                () -> List.of(targets),
                INTERVAL,
                () -> now,
                warnings::add));
    Alerts alerts = new Alerts();
    alerts.to(sent::addAll);
    Engine engine = new Engine(EngineOptions.defaults());
    insight = new Insight(store, engine, cycle, alerts, directory);
  }

  /** Cycles, each an interval before the next; time ends an interval after the last. */
  public void cycles(int times) {
    for (int i = 0; i < times; i++) {
      insight.cycle().hold();
      now = now.plus(INTERVAL);
    }
  }

  private MetricFamily temperature() {
    return new MetricFamily(
        "temp",
        "Temperature.",
        "",
        MetricFamily.Type.GAUGE,
        List.of(),
        List.of(new NumberPoint(List.of(), temperature, exemplar)));
  }
}
