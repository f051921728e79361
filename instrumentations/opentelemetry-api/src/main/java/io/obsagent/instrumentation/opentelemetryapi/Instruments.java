// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricNames;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** All instruments that the application of one class loader has made. Thread-safe. */
final class Instruments {
  static final Instruments ALL = new Instruments();

  private static final Guard GUARD = Guard.of(Instruments.class);
  private static final int MAX_INSTRUMENTS = 2_000;

  private final ConcurrentHashMap<Key, Instrument> instruments = new ConcurrentHashMap<>();
  private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
  private final AtomicBoolean bridged = new AtomicBoolean();

  private record Key(Instrument.Kind kind, String name, boolean observed) {}

  /** What is asked when metrics are collected, and the instruments that it tells of. */
  record Callback(Runnable task, List<Instrument> instruments) {}

  /** As Prometheus knows it. */
  static String exposed(Instrument.Kind kind, String name, String unit) {
    try {
      boolean counter = kind == Instrument.Kind.COUNTER;
      return MetricNames.of(name, unit, counter, kind == Instrument.Kind.GAUGE);
    } catch (Throwable e) {
      GUARD.caught(e);
      return "unnamed";
    }
  }

  /** The instrument of a name; beyond the bound one that nobody reads. */
  Instrument get(
      Instrument.Kind kind, String name, String help, double[] bounds, boolean observed) {
    if (bridged.compareAndSet(false, true)) {
      try {
        Telemetry.metrics().bridge(this, Reader.INSTANCE);
      } catch (Throwable e) {
        bridged.set(false);
        GUARD.caught(e);
      }
    }
    Key key = new Key(kind, name, observed);
    Instrument known = instruments.get(key);
    if (known != null || instruments.size() >= MAX_INSTRUMENTS) {
      return known != null ? known : new Instrument(kind, name, help, bounds);
    }
    Instrument made = new Instrument(kind, name, help, bounds);
    Instrument first = instruments.putIfAbsent(key, made);
    return first == null ? made : first;
  }

  void add(Callback callback) {
    if (callbacks.size() < MAX_INSTRUMENTS) {
      callbacks.add(callback);
    }
  }

  void remove(Callback callback) {
    callbacks.remove(callback);
    callback.instruments.forEach(Instrument::forget);
  }

  private enum Reader implements FamilyReader<Instruments> {
    INSTANCE;

    @Override
    public List<MetricFamily> read(Instruments all) {
      for (Callback callback : all.callbacks) {
        callback.instruments.forEach(Instrument::forget);
      }
      for (Callback callback : all.callbacks) {
        try {
          callback.task.run();
        } catch (Throwable ofTheApplication) {
          callback.instruments.forEach(Instrument::forget);
        }
      }
      MetricFamilies families = new MetricFamilies();
      for (Instrument instrument : new ArrayList<>(all.instruments.values())) {
        instrument.addTo(families);
      }
      return families.families();
    }
  }
}
