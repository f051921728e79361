// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of the process. Instruments are made under a lock and once; recording into them takes
 * none. A second definition of a name never throws, as it may be met while a request is served: the
 * same shape with other words gets the first one's instrument, another shape gets an instrument
 * that nobody reads and that counts as dropped what it is given. Thread-safe.
 */
public final class MetricRegistry implements Metrics {
  /** More are no names, but values. */
  private static final int MAX_METRICS = 2_000;

  private static final int MAX_ADDED = 16;
  private static final int MAX_ADDED_NAMES = 100;

  private final Config config;

  /** Then a second definition may have other words. */
  private final boolean ofApplication;

  private final int maxSeries;
  private final Map<String, Family<?>> families = new LinkedHashMap<>();

  /** Bounds that histograms are given beside their own; guarded by families. */
  private final Map<String, TreeSet<Double>> added = new HashMap<>();

  /** Instruments of definitions that do not fit the first one of their name. */
  private final Map<Unfit, Family<?>> unread = new LinkedHashMap<>();

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final List<MetricSource> sources = new CopyOnWriteArrayList<>();
  private final ObservedObjects observed = new ObservedObjects();

  /** Made when the first registry of the application comes. */
  private volatile @Nullable BridgedRegistries bridged;

  /** Comes with it; null where nobody wants to know. */
  private volatile @Nullable NameLint nameLint;

  private volatile @Nullable ApplicationNames applicationNames;

  private final Counter.Series droppedForSeriesLimit;
  private final Counter.Series droppedForConflict;

  private record Unfit(Class<?> instrument, MetricDefinition definition) {}

  public MetricRegistry(Config config) {
    this.config = config;
    this.ofApplication = false;
    this.maxSeries = config.get(MetricsOptions.MAX_SERIES);
    CounterFamily dropped = new CounterFamily(DROPPED, maxSeries, () -> {});
    families.put(DROPPED.name(), dropped);
    this.droppedForSeriesLimit = dropped.labels("metrics", "series_limit");
    this.droppedForConflict = dropped.labels("metrics", "conflict");
  }

  /** The instruments of an application, which count what they drop as the agent's do. */
  private MetricRegistry(MetricRegistry agents) {
    this.config = agents.config;
    this.ofApplication = true;
    this.maxSeries = agents.maxSeries;
    this.droppedForSeriesLimit = agents.droppedForSeriesLimit;
    this.droppedForConflict = agents.droppedForConflict;
  }

  private enum Families implements FamilyReader<MetricRegistry> {
    INSTANCE;

    @Override
    public List<MetricFamily> read(MetricRegistry application) {
      return List.copyOf(application.collectOwn().values());
    }
  }

  @Override
  public Metrics ofApplication() {
    MetricRegistry made = new MetricRegistry(this);
    bridge(made, Families.INSTANCE);
    return made;
  }

  @Override
  public CounterFamily counter(MetricDefinition definition) {
    return make(definition, Type.COUNTER, CounterFamily.class, this::newCounter);
  }

  private CounterFamily newCounter(MetricDefinition definition, Counter.Series overflow) {
    return new CounterFamily(definition, seriesOf(overflow), adding(overflow));
  }

  @Override
  public Gauge gauge(MetricDefinition definition) {
    return make(definition, Type.GAUGE, GaugeFamily.class, this::newGauge);
  }

  private GaugeFamily newGauge(MetricDefinition definition, Counter.Series overflow) {
    return new GaugeFamily(definition, seriesOf(overflow), adding(overflow));
  }

  @Override
  public HistogramFamily histogram(MetricDefinition definition) {
    return make(definition, Type.HISTOGRAM, HistogramFamily.class, this::newHistogram);
  }

  private HistogramFamily newHistogram(MetricDefinition definition, Counter.Series overflow) {
    double[] bounds = new double[definition.bounds().size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = definition.bounds().get(i);
    }
    double[] all = config.get(MetricsOptions.buckets(definition.name(), bounds));
    for (double bound : added.getOrDefault(definition.name(), new TreeSet<>())) {
      all = HistogramFamily.with(all, bound);
    }
    return new HistogramFamily(definition, all, seriesOf(overflow), adding(overflow));
  }

  @Override
  public boolean addBound(String histogram, double bound) {
    synchronized (families) {
      TreeSet<Double> known = added.get(histogram);
      if (known != null && known.contains(bound)) {
        return true;
      }
      int size = known == null ? 0 : known.size();
      boolean room = size < MAX_ADDED && (known != null || added.size() < MAX_ADDED_NAMES);
      if (!room || Double.isNaN(bound) || Double.isInfinite(bound)) {
        return false;
      }
      added.computeIfAbsent(histogram, name -> new TreeSet<>()).add(bound);
      if (families.get(histogram) instanceof HistogramFamily family) {
        family.addBound(bound);
      }
      return true;
    }
  }

  private static Runnable adding(Counter.Series overflow) {
    return () -> overflow.add(1);
  }

  /** What nobody reads needs no series but the one of the rest. */
  private int seriesOf(Counter.Series overflow) {
    return overflow == droppedForConflict ? 1 : maxSeries;
  }

  /** Names of all histograms, whose buckets can be configured. */
  public List<String> histogramNames() {
    List<String> names = new ArrayList<>();
    synchronized (families) {
      for (Family<?> family : families.values()) {
        if (family instanceof HistogramFamily) {
          names.add(family.definition.name());
        }
      }
    }
    return names;
  }

  /** Exposes the number of a histogram's observations as a counter with the same labels. */
  public void countOf(HistogramFamily histogram, MetricDefinition counter) {
    register(() -> List.of(histogram.countSnapshot(counter)));
  }

  @Override
  public boolean fits(MetricDefinition definition) {
    synchronized (families) {
      Family<?> first = families.get(definition.name());
      return first == null || fits(first.definition, definition);
    }
  }

  @Override
  public void forget(MetricDefinition definition) {
    synchronized (families) {
      Family<?> known = families.get(definition.name());
      if (known != null && known.definition.equals(definition)) {
        families.remove(definition.name());
      }
    }
  }

  @Override
  public void register(MetricSource source) {
    sources.add(source);
  }

  @Override
  public <O> void observe(O owner, Reader<O> reader, String... labelValues) {
    if (!observed.add(owner, reader, labelValues)) {
      droppedForSeriesLimit.add(1);
    }
  }

  @Override
  public <O> void bridge(O owner, FamilyReader<O> reader) {
    if (!bridged().add(owner, reader)) {
      droppedForSeriesLimit.add(1);
    }
  }

  private @Nullable NameLint newLint() {
    return config.get(MetricsOptions.LINT) ? new NameLint(AgentLog::warn) : null;
  }

  private BridgedRegistries bridged() {
    BridgedRegistries known = bridged;
    if (known == null) {
      synchronized (sources) {
        known = bridged == null ? new BridgedRegistries() : bridged;
        nameLint = nameLint == null ? newLint() : nameLint;
        applicationNames = ApplicationNames.of(config);
        bridged = known;
      }
    }
    return known;
  }

  @Override
  public List<MetricFamily> collect() {
    BridgedRegistries registries = bridged;
    if (registries == null) {
      return List.copyOf(collectOwn().values());
    }
    List<BridgedRegistries.Read> ofApplications = registries.read();
    Map<String, MetricFamily> own = collectOwn();
    BridgedFamilies families = new BridgedFamilies(own.values(), maxSeries, told);
    ApplicationNames names = applicationNames;
    for (BridgedRegistries.Read read : ofApplications) {
      families.add(
          names == null
              ? read
              : new BridgedRegistries.Read(read.library(), names.of(read.families())));
    }
    droppedForSeriesLimit.add(families.overLimit());
    droppedForConflict.add(families.conflicts());
    List<MetricFamily> all = new ArrayList<>(own.values());
    List<MetricFamily> ofApplication = families.families();
    NameLint lint = nameLint;
    if (lint != null) {
      lint.check(ofApplication);
    }
    all.addAll(ofApplication);
    return List.copyOf(all);
  }

  private Map<String, MetricFamily> collectOwn() {
    Map<String, MetricFamily> byName = new LinkedHashMap<>();
    List<Family<?>> known;
    synchronized (families) {
      known = new ArrayList<>(families.values());
    }
    for (Family<?> family : known) {
      merge(byName, family.snapshot());
    }
    for (MetricFamily family : observed.snapshot()) {
      merge(byName, family);
    }
    for (MetricSource source : sources) {
      collect(source, byName);
    }
    return byName;
  }

  private void collect(MetricSource source, Map<String, MetricFamily> byName) {
    try {
      for (MetricFamily family : source.collect()) {
        merge(byName, family);
      }
    } catch (Throwable e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "metrics.source",
          "metrics of " + source.getClass().getName() + " could not be read: " + e);
    }
  }

  /** Two sources may have series of one metric; the first one's description stays. */
  private void merge(Map<String, MetricFamily> byName, MetricFamily family) {
    MetricFamily first = byName.putIfAbsent(family.name(), family);
    if (first == null) {
      return;
    }
    tellIfDifferent(first.definition(), family.definition());
    if (!fits(first.definition(), family.definition())) {
      droppedForConflict.add(family.points().size());
      return;
    }
    List<MetricFamily.Point> points = new ArrayList<>(first.points());
    points.addAll(family.points());
    byName.put(first.name(), new MetricFamily(first.definition(), List.copyOf(points)));
  }

  private <F extends Family<?>> F make(
      MetricDefinition definition,
      Type type,
      Class<F> instrument,
      BiFunction<MetricDefinition, Counter.Series, F> factory) {
    synchronized (families) {
      Family<?> first = families.get(definition.name());
      if (first == null && families.size() >= MAX_METRICS) {
        tellOnce(
            "", "s are too many: at most " + MAX_METRICS + ", and so not " + definition.name());
        return factory.apply(definition, droppedForConflict);
      }
      if (first == null && definition.type() == type) {
        F made = factory.apply(definition, droppedForSeriesLimit);
        families.put(definition.name(), made);
        return made;
      }
      if (first != null && instrument.isInstance(first)) {
        if (!ofApplication || !fits(first.definition, definition)) {
          tellIfDifferent(first.definition, definition);
        }
        if (fits(first.definition, definition)) {
          return instrument.cast(first);
        }
      } else {
        tellOnce(definition.name(), "is no " + type);
      }
      Unfit key = new Unfit(instrument, definition);
      return instrument.cast(
          unread.computeIfAbsent(key, unfit -> factory.apply(definition, droppedForConflict)));
    }
  }

  private static boolean fits(MetricDefinition first, MetricDefinition other) {
    return first.type() == other.type() && first.labelNames().equals(other.labelNames());
  }

  private void tellIfDifferent(MetricDefinition first, MetricDefinition other) {
    if (!first.equals(other)) {
      tellOnce(first.name(), "is defined twice, as " + first + " and as " + other);
    }
  }

  private void tellOnce(String name, String fault) {
    if (told.add(name)) {
      AgentLog.warn("metric" + (name.isEmpty() ? "" : " " + name + " ") + fault);
    }
  }
}
