// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics.Reader;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gauges and counters of the application's objects, held weakly. An object that is gone takes its
 * gauges along; what its counters had reached when last read stays in the total, which must not
 * fall. Objects with the same label values (two pools of one name) are added up, as two series with
 * the same labels would make the whole exposition invalid. Thread-safe.
 */
final class ObservedObjects {
  private static final int MAX_OBSERVED = 1_000;

  private final ConcurrentLinkedQueue<Observed<?>> observed = new ConcurrentLinkedQueue<>();

  /** What counters of objects that are gone have reached. */
  private final Map<Key, Double> reached = new LinkedHashMap<>();

  /** Its methods are written out: for a record's own the JVM makes classes. */
  private record Key(MetricDefinition definition, List<String> labelValues) {
    @Override
    public int hashCode() {
      return 31 * definition.hashCode() + labelValues.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && definition.equals(key.definition)
          && labelValues.equals(key.labelValues);
    }
  }

  /** False if there are too many objects. */
  <O> boolean add(O owner, Reader<O> reader, String[] labelValues) {
    if (observed.size() >= MAX_OBSERVED) {
      keepOfGone();
      if (observed.size() >= MAX_OBSERVED) {
        return false;
      }
    }
    Observed<O> added = new Observed<>(owner, reader, List.of(labelValues));
    for (MetricDefinition definition : added.definitions) {
      if (definition.labelNames().size() != labelValues.length) {
        AgentLog.limited(
            AgentLog.Level.WARN,
            "metrics." + definition.name(),
            "metric " + definition + " is given " + labelValues.length + " label values");
        return true;
      }
    }
    observed.add(added);
    return true;
  }

  /** Of as many series as objects at most; what comes after has no total to keep. */
  private void keepOfGone() {
    synchronized (reached) {
      for (Observed<?> one : observed) {
        if (one.isGone() && observed.remove(one)) {
          keep(one);
        }
      }
    }
  }

  private void keep(Observed<?> gone) {
    for (int i = 0; i < gone.last.length; i++) {
      Key key = new Key(gone.definitions.get(i), gone.labelValues);
      boolean counted = key.definition.type() == Type.COUNTER && !Double.isNaN(gone.last[i]);
      if (counted && (reached.size() < MAX_OBSERVED || reached.containsKey(key))) {
        reached.merge(key, gone.last[i], Double::sum);
      }
    }
  }

  private Map<Key, Double> reached() {
    synchronized (reached) {
      return new LinkedHashMap<>(reached);
    }
  }

  /** Reads all; takes no lock that {@link #add} waits for, as objects are read under it. */
  synchronized Collection<MetricFamily> snapshot() {
    keepOfGone();
    Map<Key, Double> values = reached();
    for (Observed<?> one : observed) {
      one.read();
      for (int i = 0; i < one.last.length; i++) {
        if (!Double.isNaN(one.last[i])) {
          values.merge(new Key(one.definitions.get(i), one.labelValues), one.last[i], Double::sum);
        }
      }
    }
    Map<MetricDefinition, List<MetricFamily.Point>> points = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            points
                .computeIfAbsent(key.definition, definition -> new ArrayList<>())
                .add(new MetricFamily.NumberPoint(key.labelValues, value, null)));
    List<MetricFamily> families = new ArrayList<>();
    points.forEach((definition, all) -> families.add(new MetricFamily(definition, all)));
    return families;
  }

  private static final class Observed<O> {
    final WeakReference<O> owner;
    final WeakReference<Reader<O>> reader;
    final List<MetricDefinition> definitions;
    final List<String> labelValues;

    /** What was last read, NaN where that is not known. */
    final double[] last;

    Observed(O owner, Reader<O> reader, List<String> labelValues) {
      this.owner = new WeakReference<>(owner);
      this.reader = new WeakReference<>(reader);
      this.definitions = List.copyOf(reader.definitions());
      this.labelValues = labelValues;
      this.last = new double[definitions.size()];
      Arrays.fill(last, Double.NaN);
    }

    boolean isGone() {
      return owner.get() == null || reader.get() == null;
    }

    void read() {
      O object = owner.get();
      Reader<O> current = reader.get();
      double[] values = new double[0];
      if (object != null && current != null) {
        try {
          values = current.read(object);
        } catch (Throwable e) {
          AgentLog.limited(
              AgentLog.Level.WARN,
              "metrics.observe",
              "metric " + definitions.get(0).name() + " could not be read: " + e);
        }
      }
      for (int i = 0; i < last.length; i++) {
        double value = i < values.length ? values[i] : Double.NaN;
        boolean counter = definitions.get(i).type() == Type.COUNTER;
        last[i] = counter && Double.isNaN(value) ? last[i] : value;
      }
    }
  }
}
