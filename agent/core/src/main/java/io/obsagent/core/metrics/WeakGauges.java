// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics.GaugeDefinition;
import io.obsagent.spi.metrics.Metrics.GaugeReader;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the application's objects, held weakly: an object that is gone goes from the next
 * snapshot. Objects with the same label values (two pools of one name) are added up, as two series
 * with the same labels would make the whole exposition invalid. Thread-safe.
 */
final class WeakGauges {
  private static final int MAX_OBSERVED = 1_000;

  private final ConcurrentLinkedQueue<Observed<?>> observed = new ConcurrentLinkedQueue<>();

  <O> boolean add(O owner, GaugeReader<O> reader, String[] labelValues) {
    observed.removeIf(Observed::isGone);
    if (observed.size() >= MAX_OBSERVED) {
      return false;
    }
    observed.add(
        new Observed<>(
            new WeakReference<>(owner),
            new WeakReference<>(reader),
            List.of(reader.definitions()),
            List.of(labelValues)));
    return true;
  }

  Collection<MetricFamily> snapshot() {
    observed.removeIf(Observed::isGone);
    Map<String, Readings> byName = new LinkedHashMap<>();
    for (Observed<?> one : observed) {
      collect(one, byName);
    }
    List<MetricFamily> families = new ArrayList<>();
    byName.values().forEach(readings -> families.add(readings.family()));
    return families;
  }

  private static void collect(Observed<?> one, Map<String, Readings> byName) {
    double[] values = one.read();
    if (values == null) {
      return;
    }
    for (int i = 0; i < Math.min(values.length, one.definitions.size()); i++) {
      GaugeDefinition definition = one.definitions.get(i);
      if (!Double.isNaN(values[i]) && definition.labelNames().length == one.labelValues.size()) {
        byName
            .computeIfAbsent(definition.name(), name -> new Readings(definition))
            .values
            .merge(one.labelValues, values[i], Double::sum);
      }
    }
  }

  private record Readings(GaugeDefinition definition, Map<List<String>, Double> values) {
    Readings(GaugeDefinition definition) {
      this(definition, new LinkedHashMap<>());
    }

    MetricFamily family() {
      List<MetricFamily.Point> points = new ArrayList<>();
      values.forEach(
          (labels, value) -> points.add(new MetricFamily.NumberPoint(labels, value, null)));
      return new MetricFamily(
          definition.name(),
          definition.help(),
          definition.unit(),
          MetricFamily.Type.GAUGE,
          List.of(definition.labelNames()),
          points);
    }
  }

  private record Observed<O>(
      WeakReference<O> owner,
      WeakReference<GaugeReader<O>> reader,
      List<GaugeDefinition> definitions,
      List<String> labelValues) {

    boolean isGone() {
      return owner.get() == null || reader.get() == null;
    }

    double @Nullable [] read() {
      O object = owner.get();
      GaugeReader<O> current = reader.get();
      if (object == null || current == null) {
        return null;
      }
      try {
        return current.read(object);
      } catch (Exception | LinkageError e) {
        AgentLog.limited(
            AgentLog.Level.WARN,
            "metrics.observe",
            "metric " + definitions.get(0).name() + " could not be read: " + e);
        return null;
      }
    }
  }
}
