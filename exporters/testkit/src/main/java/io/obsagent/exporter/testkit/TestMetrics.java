// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Counters and gauges that a test can read; other instruments are not offered. */
public final class TestMetrics implements Metrics {
  private final Map<String, DoubleAdder> counters = new ConcurrentHashMap<>();

  /** The total of a series like {@code name[value1, value2]}, 0 if it was never added to. */
  public long total(String name, String... labelValues) {
    DoubleAdder adder = counters.get(name + List.of(labelValues));
    return adder == null ? 0 : (long) adder.sum();
  }

  @Override
  public Counter counter(MetricDefinition definition) {
    return values -> {
      DoubleAdder adder =
          counters.computeIfAbsent(definition.name() + List.of(values), key -> new DoubleAdder());
      return adder::add;
    };
  }

  @Override
  public Gauge gauge(MetricDefinition definition) {
    return values -> {
      DoubleAdder adder =
          counters.computeIfAbsent(definition.name() + List.of(values), key -> new DoubleAdder());
      return new Gauge.Series() {
        @Override
        public void add(double amount) {
          adder.add(amount);
        }

        @Override
        public void set(double value) {
          adder.reset();
          adder.add(value);
        }
      };
    };
  }

  @Override
  public Histogram histogram(MetricDefinition definition) {
    throw new UnsupportedOperationException("only counters and gauges");
  }

  @Override
  public void register(MetricSource source) {
    throw new UnsupportedOperationException("only counters and gauges");
  }

  @Override
  public <O> void observe(O owner, Reader<O> reader, String... labelValues) {
    throw new UnsupportedOperationException("only counters and gauges");
  }

  @Override
  public <O> void bridge(O owner, FamilyReader<O> reader) {
    throw new UnsupportedOperationException("only counters and gauges");
  }

  @Override
  public Metrics ofApplication() {
    throw new UnsupportedOperationException("only counters and gauges");
  }

  @Override
  public List<MetricFamily> collect() {
    throw new UnsupportedOperationException("only counters and gauges");
  }
}
