// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * All metrics of the process. Instruments are made under a lock and once; recording into them takes
 * none. Thread-safe.
 */
public final class MetricRegistry implements Metrics {
  private final Config config;
  private final int maxSeries;
  private final Map<String, Family<?>> families = new LinkedHashMap<>();
  private final List<MetricSource> sources = new CopyOnWriteArrayList<>();
  private final WeakGauges weakGauges = new WeakGauges();
  private final CounterFamily dropped;
  private final Counter.Series droppedForSeriesLimit;

  public MetricRegistry(Config config) {
    this.config = config;
    this.maxSeries = config.get(MetricsOptions.MAX_SERIES);
    this.dropped =
        new CounterFamily(
            new Family.Description(
                "obs_agent_dropped_total",
                "What the agent did not keep, by signal and reason.",
                "",
                "signal",
                "reason"),
            maxSeries,
            () -> {});
    this.droppedForSeriesLimit = dropped.labels("metrics", "series_limit");
    families.put(dropped.name, dropped);
  }

  /** The series of {@code obs_agent_dropped_total} for a signal and a reason. */
  public Counter.Series dropped(String signal, String reason) {
    return dropped.labels(signal, reason);
  }

  @Override
  public CounterFamily counter(String name, String help, String unit, String... labelNames) {
    return make(
        name,
        CounterFamily.class,
        key ->
            new CounterFamily(
                new Family.Description(name, help, unit, labelNames),
                maxSeries,
                this::countOverflow));
  }

  @Override
  public Gauge gauge(String name, String help, String unit, String... labelNames) {
    return make(
        name,
        GaugeFamily.class,
        key ->
            new GaugeFamily(
                new Family.Description(name, help, unit, labelNames),
                maxSeries,
                this::countOverflow));
  }

  @Override
  public HistogramFamily histogram(
      String name, String help, String unit, double[] bounds, String... labelNames) {
    return make(
        name,
        HistogramFamily.class,
        key ->
            new HistogramFamily(
                new Family.Description(name, help, unit, labelNames),
                config.get(MetricsOptions.buckets(name, bounds)),
                maxSeries,
                this::countOverflow));
  }

  /** Names of all histograms, whose buckets can be configured. */
  public List<String> histogramNames() {
    List<String> names = new ArrayList<>();
    synchronized (families) {
      for (Family<?> family : families.values()) {
        if (family instanceof HistogramFamily) {
          names.add(family.name);
        }
      }
    }
    return names;
  }

  /** Exposes the number of a histogram's observations as a counter with the same labels. */
  public void countOf(HistogramFamily histogram, String name, String help) {
    Family.Description description = new Family.Description(name, help, "");
    register(() -> List.of(histogram.countSnapshot(description)));
  }

  @Override
  public void register(MetricSource source) {
    sources.add(source);
  }

  @Override
  public <O> void observe(O owner, GaugeReader<O> reader, String... labelValues) {
    if (!weakGauges.add(owner, reader, labelValues)) {
      droppedForSeriesLimit.add(1);
    }
  }

  @Override
  public List<MetricFamily> collect() {
    Map<String, MetricFamily> byName = new LinkedHashMap<>();
    List<Family<?>> known;
    synchronized (families) {
      known = new ArrayList<>(families.values());
    }
    for (Family<?> family : known) {
      merge(byName, family.snapshot());
    }
    for (MetricFamily family : weakGauges.snapshot()) {
      merge(byName, family);
    }
    for (MetricSource source : sources) {
      collect(source, byName);
    }
    return List.copyOf(byName.values());
  }

  private static void collect(MetricSource source, Map<String, MetricFamily> byName) {
    try {
      for (MetricFamily family : source.collect()) {
        merge(byName, family);
      }
    } catch (Exception | LinkageError e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "metrics.source",
          "metrics of " + source.getClass().getName() + " could not be read: " + e);
    }
  }

  /** Two sources may have series of one metric; the first one's description stays. */
  private static void merge(Map<String, MetricFamily> byName, MetricFamily family) {
    MetricFamily first = byName.putIfAbsent(family.name(), family);
    if (first == null
        || first.type() != family.type()
        || !first.labelNames().equals(family.labelNames())) {
      return;
    }
    List<MetricFamily.Point> points = new ArrayList<>(first.points());
    points.addAll(family.points());
    byName.put(
        first.name(),
        new MetricFamily(
            first.name(),
            first.help(),
            first.unit(),
            first.type(),
            first.labelNames(),
            List.copyOf(points)));
  }

  private void countOverflow() {
    droppedForSeriesLimit.add(1);
  }

  private <F extends Family<?>> F make(String name, Class<F> type, Function<String, F> factory) {
    synchronized (families) {
      Family<?> existing = families.get(name);
      if (existing == null) {
        F made = factory.apply(name);
        families.put(name, made);
        return made;
      }
      if (!type.isInstance(existing)) {
        throw new IllegalArgumentException(
            "metric " + name + " exists already as a " + existing.type() + ": choose another name");
      }
      return type.cast(existing);
    }
  }
}
