// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts how often something was recorded, and reads what is bridged. */
final class BridgeMetrics implements Metrics {
  private final Map<String, Double> totals = new HashMap<>();
  private final List<Supplier<List<MetricFamily>>> bridges = new ArrayList<>();

  double total(String name, String... labelValues) {
    return totals.getOrDefault(name + List.of(labelValues), 0.0);
  }

  List<MetricFamily> bridged() {
    List<MetricFamily> all = new ArrayList<>();
    bridges.forEach(bridge -> all.addAll(bridge.get()));
    return all;
  }

  @Override
  public Counter counter(MetricDefinition definition) {
    return values ->
        amount -> totals.merge(definition.name() + List.of(values), amount, Double::sum);
  }

  @Override
  public Gauge gauge(MetricDefinition definition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Histogram histogram(MetricDefinition definition) {
    return values -> value -> totals.merge(definition.name() + List.of(values), 1.0, Double::sum);
  }

  @Override
  public void register(MetricSource source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <O> void observe(O owner, Reader<O> reader, String... labelValues) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <O> void bridge(O owner, FamilyReader<O> reader) {
    bridges.add(() -> reader.read(owner));
  }

  @Override
  public Metrics ofApplication() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MetricFamily> collect() {
    return bridged();
  }
}
