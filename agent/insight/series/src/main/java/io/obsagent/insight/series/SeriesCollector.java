// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one sample of every series of the agent's metric sources, as a scrape of the agent would: a
 * histogram becomes {@code _bucket}, {@code _sum} and {@code _count}, every series carries the
 * target's labels, a series that is gone ends with a stale marker. One thread at a time.
 */
public final class SeriesCollector {
  /** The series of one point of a family, kept so that no label set is built twice. */
  private static final class Tracked {
    final StoredSeries[] series;
    long round;

    Tracked(StoredSeries[] series) {
      this.series = series;
    }
  }

  /** Registries of the application may have other labels under one name. */
  private record Family(String name, List<String> labelNames) {}

  private final SeriesStore store;
  private final List<MetricSource> sources;
  private final Labels targetLabels;
  private final Supplier<List<Target>> targets;
  private final Consumer<String> warn;
  private final Map<Family, Map<List<String>, Tracked>> tracked = new HashMap<>();
  private final Map<Labels, Long> upSeries = new HashMap<>();
  private volatile Map<String, MetricFamily> metadata = Map.of();
  private boolean toldBroken;
  private long round;

  /**
   * @param targetLabels {@code job} and {@code instance} of this process, as a Prometheus that
   *     scrapes it would set them
   * @param targets asked in each round, besides this process itself
   */
  public SeriesCollector(
      SeriesStore store,
      List<MetricSource> sources,
      Labels targetLabels,
      Supplier<List<Target>> targets,
      Consumer<String> warn) {
    this.store = store;
    this.sources = List.copyOf(sources);
    this.targetLabels = targetLabels;
    this.targets = targets;
    this.warn = warn;
  }

  /** Families of the last round by name, without their points' values: types, units and help. */
  public Map<String, MetricFamily> metadata() {
    return metadata;
  }

  /**
   * One round.
   *
   * @return how many samples were taken
   */
  public int collect(long time) {
    round++;
    int samples = 0;
    Map<String, MetricFamily> seen = new HashMap<>();
    for (MetricSource source : sources) {
      for (MetricFamily family : families(source)) {
        seen.putIfAbsent(
            family.name(),
            new MetricFamily(
                family.name(), family.help(), family.unit(), family.type(), List.of(), List.of()));
        samples += family(family, time);
      }
    }
    metadata = Map.copyOf(seen);
    samples += up(time);
    endVanished(time);
    return samples;
  }

  private List<MetricFamily> families(MetricSource source) {
    try {
      return source.collect();
    } catch (Throwable e) {
      // An Error as well: one source's missing class must not cost the series of all others.
      if (!toldBroken) {
        toldBroken = true;
        warn.accept("series store: a metric source fails (" + e + "); its series are missing");
      }
      return List.of();
    }
  }

  private int family(MetricFamily family, long time) {
    Map<List<String>, Tracked> points =
        tracked.computeIfAbsent(
            new Family(family.name(), family.labelNames()), key -> new HashMap<>());
    int samples = 0;
    for (MetricFamily.Point point : family.points()) {
      Tracked known = points.get(point.labelValues());
      int expected = seriesOf(point);
      if (known == null || known.series.length != expected) {
        known = track(family, point, time);
        if (known == null) {
          continue;
        }
        Tracked before = points.put(List.copyOf(point.labelValues()), known);
        if (before != null) {
          end(before, time - 1);
        }
      }
      known.round = round;
      samples += append(known.series, point, time);
    }
    return samples;
  }

  private static int seriesOf(MetricFamily.Point point) {
    return point instanceof HistogramPoint histogram
        ? histogram.cumulativeCounts().length + 2
        : point instanceof SummaryPoint summary ? summary.quantiles().length + 2 : 1;
  }

  private int append(StoredSeries[] series, MetricFamily.Point point, long time) {
    if (point instanceof HistogramPoint histogram) {
      int buckets = histogram.cumulativeCounts().length;
      for (int i = 0; i < buckets; i++) {
        store.append(series[i], time, histogram.cumulativeCounts()[i]);
        if (i < histogram.exemplars().length) {
          exemplar(series[i], histogram.exemplars()[i]);
        }
      }
      store.append(series[buckets], time, histogram.sum());
      store.append(series[buckets + 1], time, histogram.count());
    } else if (point instanceof SummaryPoint summary) {
      int quantiles = summary.quantiles().length;
      for (int i = 0; i < quantiles; i++) {
        store.append(series[i], time, summary.values()[i]);
      }
      store.append(series[quantiles], time, summary.sum());
      store.append(series[quantiles + 1], time, summary.count());
    } else if (point instanceof MetricFamily.NumberPoint number) {
      store.append(series[0], time, number.value());
      exemplar(series[0], number.exemplar());
    }
    return series.length;
  }

  private void exemplar(StoredSeries series, MetricFamily.@Nullable Exemplar exemplar) {
    if (exemplar != null) {
      store.exemplars().add(series.labels, exemplar);
    }
  }

  private @Nullable Tracked track(MetricFamily family, MetricFamily.Point point, long time) {
    List<Labels> labels = new ArrayList<>();
    if (point instanceof HistogramPoint histogram) {
      for (int i = 0; i < histogram.cumulativeCounts().length; i++) {
        double bound =
            i < histogram.bounds().length ? histogram.bounds()[i] : Double.POSITIVE_INFINITY;
        labels.add(labels(family, point, "_bucket").with("le", BucketBound.format(bound)));
      }
      labels.add(labels(family, point, "_sum"));
      labels.add(labels(family, point, "_count"));
    } else if (point instanceof SummaryPoint summary) {
      for (double quantile : summary.quantiles()) {
        labels.add(labels(family, point, "").with("quantile", BucketBound.format(quantile)));
      }
      labels.add(labels(family, point, "_sum"));
      labels.add(labels(family, point, "_count"));
    } else {
      labels.add(labels(family, point, ""));
    }
    StoredSeries[] series = new StoredSeries[labels.size()];
    for (int i = 0; i < series.length; i++) {
      StoredSeries one = store.seriesFor(labels.get(i), time);
      if (one == null) {
        return null;
      }
      series[i] = one;
    }
    return new Tracked(series);
  }

  /** As with {@code honor_labels: false}: a target label wins, the metric's own is kept aside. */
  private Labels labels(MetricFamily family, MetricFamily.Point point, String suffix) {
    Map<String, String> labels = targetLabels.toMap();
    for (int i = 0; i < family.labelNames().size(); i++) {
      String name = family.labelNames().get(i);
      labels.put(labels.containsKey(name) ? "exported_" + name : name, point.labelValues().get(i));
    }
    labels.put(Labels.METRIC_NAME, family.name() + suffix);
    return Labels.of(labels);
  }

  private int up(long time) {
    List<Target> all = new ArrayList<>(targets.get());
    all.add(0, new Target(targetLabels.get("job"), targetLabels.get("instance"), true));
    for (Target target : all) {
      Labels labels = target.upLabels();
      if (store.append(labels, time, target.up() ? 1 : 0)) {
        upSeries.put(labels, round);
      }
    }
    return all.size();
  }

  private void endVanished(long time) {
    for (Map<List<String>, Tracked> points : tracked.values()) {
      points
          .values()
          .removeIf(
              one -> {
                if (one.round != round) {
                  end(one, time);
                }
                return one.round != round;
              });
    }
    upSeries
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue() != round && store.append(entry.getKey(), time, Samples.STALE_NAN));
  }

  private void end(Tracked one, long time) {
    for (StoredSeries series : one.series) {
      if (series.lastTime() < time) {
        store.append(series, time, Samples.STALE_NAN);
      }
    }
  }
}
