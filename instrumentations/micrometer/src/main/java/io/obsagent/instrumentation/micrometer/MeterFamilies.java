// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Meters as Micrometer's registry for Prometheus writes them: a timer or a summary is a histogram,
 * where it is to publish one, or else a summary, with a gauge of its maximum beside it. Not
 * thread-safe.
 */
final class MeterFamilies {
  private static final TimeUnit SECONDS = TimeUnit.SECONDS;

  private final MetricFamilies families = new MetricFamilies();

  /** Names of which some meter has no buckets, so that none is told by them. */
  private final Set<String> summaries = new HashSet<>();

  /**
   * @param meters all that may be added
   */
  MeterFamilies(List<Meter> meters) {
    for (Meter meter : meters) {
      boolean distribution = meter instanceof Timer || meter instanceof DistributionSummary;
      if (distribution && Buckets.of(meter) == null) {
        summaries.add(MeterNames.name(meter.getId()));
      }
    }
  }

  /** The families so far. */
  List<MetricFamily> families() {
    return families.families();
  }

  /** False of a meter that forgets what it has counted. */
  boolean add(Meter meter) {
    if (meter.getClass().getSimpleName().contains("Step")) {
      return false;
    }
    if (meter instanceof Counter counter) {
      number(meter, Type.COUNTER, "", counter.count());
    } else if (meter instanceof Timer timer) {
      timer(timer);
    } else if (meter instanceof DistributionSummary summary) {
      summary(summary);
    } else if (meter instanceof LongTaskTimer timer) {
      longTasks(timer);
    } else if (meter instanceof FunctionCounter counter) {
      number(meter, Type.COUNTER, "", counter.count());
    } else if (meter instanceof FunctionTimer timer) {
      distribution(meter, timer.count(), timer.totalTime(SECONDS), new ValueAtPercentile[0]);
    } else if (meter instanceof TimeGauge gauge) {
      number(meter, Type.GAUGE, "", gauge.value(SECONDS));
    } else if (meter instanceof Gauge gauge) {
      number(meter, Type.GAUGE, "", gauge.value());
    } else {
      other(meter);
    }
    return true;
  }

  private void timer(Timer timer) {
    HistogramSnapshot snapshot = timer.takeSnapshot();
    distribution(timer, timer.count(), timer.totalTime(SECONDS), snapshot.percentileValues());
    number(timer, Type.GAUGE, "_max", snapshot.max(SECONDS));
  }

  private void summary(DistributionSummary summary) {
    HistogramSnapshot snapshot = summary.takeSnapshot();
    distribution(summary, summary.count(), summary.totalAmount(), snapshot.percentileValues());
    number(summary, Type.GAUGE, "_max", snapshot.max());
  }

  /** Those that run now: how many, how long in all, and the longest. */
  private void longTasks(LongTaskTimer timer) {
    distribution(
        timer,
        timer.activeTasks(),
        timer.duration(SECONDS),
        timer.takeSnapshot().percentileValues());
    number(timer, Type.GAUGE, "_max", timer.max(SECONDS));
  }

  /** A meter of the application's own kind: each of its numbers under what it measures. */
  private void other(Meter meter) {
    for (Measurement measurement : meter.measure()) {
      String suffix =
          switch (measurement.getStatistic()) {
            case TOTAL, TOTAL_TIME -> "_sum";
            case COUNT -> "_count";
            case MAX -> "_max";
            case ACTIVE_TASKS -> "_active_count";
            case DURATION -> "_duration_sum";
            default -> "_value";
          };
      number(meter, Type.UNKNOWN, suffix, measurement.getValue());
    }
  }

  private void distribution(
      Meter meter, double count, double total, ValueAtPercentile[] percentiles) {
    boolean timed = MeterNames.isTimed(meter.getId());
    Buckets buckets = Buckets.of(meter);
    if (buckets != null && !summaries.contains(MeterNames.name(meter.getId()))) {
      add(meter, Type.HISTOGRAM, "", buckets.point(values(meter.getId()), total, timed));
      return;
    }
    double[] quantiles = new double[percentiles.length];
    double[] values = new double[percentiles.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = percentiles[i].percentile();
      values[i] = timed ? percentiles[i].value(SECONDS) : percentiles[i].value();
    }
    add(
        meter,
        Type.SUMMARY,
        "",
        new SummaryPoint(values(meter.getId()), quantiles, values, (long) count, total));
  }

  private void number(Meter meter, Type type, String suffix, double value) {
    add(meter, type, suffix, new NumberPoint(values(meter.getId()), value, null));
  }

  private void add(Meter meter, Type type, String suffix, Point point) {
    Meter.Id id = meter.getId();
    List<String> labels = new ArrayList<>();
    for (Tag tag : id.getTags()) {
      labels.add(MeterNames.label(tag.getKey()));
    }
    families.add(
        MeterNames.name(id) + suffix,
        MeterNames.help(id),
        MeterNames.unit(id),
        type,
        labels,
        point);
  }

  private static List<String> values(Meter.Id id) {
    List<String> values = new ArrayList<>();
    for (Tag tag : id.getTags()) {
      values.add(tag.getValue());
    }
    return values;
  }
}
