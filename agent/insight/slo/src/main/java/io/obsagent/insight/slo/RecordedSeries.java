// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.slo.CountRing.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The series of one budget under <a href="https://sloth.dev">Sloth's</a> names, written in each
 * cycle, with two that say how much they are worth: {@code slo:sli_total:increase<window>}, the
 * events of a window, and {@code slo:sli_present}. Ratios are ratios of sums, over the whole period
 * too, where Sloth has an average of ratios. Not thread-safe.
 */
final class RecordedSeries {
  static final String RATIO = "slo:sli_error:ratio_rate";
  static final String TOTAL = "slo:sli_total:increase";
  static final String PRESENT = "slo:sli_present";
  static final String REMAINING = "slo:period_error_budget_remaining:ratio";

  private final Measured measured;
  private final Tally tally;
  private final Labels base;
  private final List<Duration> windows;
  private final String periodName;
  private final Map<String, Labels> labels = new HashMap<>();

  /**
   * @param self {@code job} and {@code instance} of this process
   */
  RecordedSeries(Measured measured, Tally tally, Labels self) {
    this.measured = measured;
    this.tally = tally;
    Objective objective = measured.objective();
    Map<String, String> all = new TreeMap<>(objective.labels());
    all.putAll(tally.group().toMap());
    all.putAll(self.toMap());
    all.put("sloth_id", objective.id());
    all.put("sloth_service", objective.service());
    all.put("sloth_slo", objective.name());
    base = Labels.of(all);
    windows = BurnWindow.windows(objective);
    periodName = BurnWindow.name(objective.period().length());
  }

  void write(SeriesStore store, long time) {
    Objective objective = measured.objective();
    for (Duration window : windows) {
      String name = BurnWindow.name(window);
      Sum sum = tally.window(time, window);
      put(store, RATIO + name, name, time, sum.errorRatio());
      put(store, TOTAL + name, name, time, sum.total());
    }
    Attainment attained = Attainment.of(measured, tally, Instant.ofEpochMilli(time));
    double budget = objective.budget();
    put(store, RATIO + periodName, periodName, time, attained.sum().errorRatio());
    put(store, "slo:objective:ratio", "", time, objective.target());
    put(store, "slo:error_budget:ratio", "", time, budget);
    double days = objective.period().length().toMillis() / (double) Duration.ofDays(1).toMillis();
    put(store, "slo:time_period:days", "", time, days);
    double now = tally.window(time, windows.get(0)).errorRatio();
    put(store, "slo:current_burn_rate:ratio", "", time, now / budget);
    put(store, "slo:period_burn_rate:ratio", "", time, attained.sum().errorRatio() / budget);
    if (attained.isSufficient()) {
      put(store, REMAINING, "", time, attained.remaining());
    }
    put(store, PRESENT, "", time, measured.presence(time));
    put(store, "sloth_slo_info", "", time, 1);
  }

  private void put(SeriesStore store, String name, String window, long time, double value) {
    if (!Double.isNaN(value)) {
      store.append(labels.computeIfAbsent(name, any -> labels(name, window)), time, value);
    }
  }

  private Labels labels(String name, String window) {
    Labels named = base.with(Labels.METRIC_NAME, name);
    if (name.equals("sloth_slo_info")) {
      return named
          .with("sloth_mode", "obs-agent")
          .with("sloth_spec", measured.objective().type())
          .with("sloth_objective", Attainment.percent(measured.objective().target()));
    }
    return window.isEmpty() ? named : named.with("sloth_window", window);
  }
}
