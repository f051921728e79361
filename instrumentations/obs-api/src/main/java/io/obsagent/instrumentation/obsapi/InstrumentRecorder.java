// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.api.Counter;
import io.obsagent.api.Gauge;
import io.obsagent.api.Instrument;
import io.obsagent.api.ObsProvider.Recorder;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the values of one of the API's instruments into one of the agent's. */
interface InstrumentRecorder extends Recorder {
  /** For what cannot be made. */
  Recorder NONE = new Nothing();

  /** What the agent does may fail, what the application does may not. */
  Guard GUARD = Guard.of(InstrumentRecorder.class);

  /** From 5 ms to 10 s. */
  List<Double> TIMES = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  List<Double> AMOUNTS = List.of(1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1_000.0, 5_000.0, 10_000.0);

  static Recorder of(Instrument instrument, Metrics metrics) {
    List<String> labels = new ArrayList<>();
    for (String label : instrument.labels()) {
      labels.add(valid(label).replace(':', '_'));
    }
    String name = valid(instrument.name());
    String help =
        instrument.help().isBlank() ? "The application's " + name + "." : instrument.help();
    if (instrument instanceof Counter) {
      String total = total(name);
      return new Adding(metrics.counter(definition(total, help, Type.COUNTER, labels, List.of())));
    }
    if (instrument instanceof Gauge) {
      return new Setting(metrics.gauge(definition(name, help, Type.GAUGE, labels, List.of())));
    }
    List<Double> bounds = new ArrayList<>();
    for (double bound : instrument.bounds()) {
      if (bounds.isEmpty() || bound > bounds.get(bounds.size() - 1)) {
        bounds.add(bound);
      }
    }
    if (bounds.isEmpty()) {
      bounds.addAll(name.endsWith("_seconds") ? TIMES : AMOUNTS);
    }
    return new Observing(
        metrics.histogram(definition(name, help, Type.HISTOGRAM, labels, List.copyOf(bounds))));
  }

  private static String total(String name) {
    if (name.endsWith("_total")) {
      return name;
    }
    AgentLog.limited(
        AgentLog.Level.WARN,
        "obs-api.counter-name",
        "the counter " + name + " is shown as " + name + "_total: names of counters end so");
    return name + "_total";
  }

  private static MetricDefinition definition(
      String name, String help, Type type, List<String> labels, List<Double> bounds) {
    String base = name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
    String unit = base.endsWith("_seconds") ? "s" : base.endsWith("_bytes") ? "By" : "";
    return new MetricDefinition(
        name, help, unit, type, List.copyOf(labels), bounds, List.of(), false);
  }

  /** As Prometheus allows it: other characters become underscores. */
  private static String valid(String name) {
    String given = String.valueOf(name).replaceAll("[^a-zA-Z0-9_:]", "_");
    return given.isEmpty() || Character.isDigit(given.charAt(0)) ? "_" + given : given;
  }

  /** What an application leaves out has no value. */
  private static String[] given(String[] labelValues) {
    for (int i = 0; i < labelValues.length; i++) {
      if (labelValues[i] == null) {
        String[] all = labelValues.clone();
        Arrays.setAll(all, at -> labelValues[at] == null ? "" : labelValues[at]);
        return all;
      }
    }
    return labelValues;
  }

  /** A counter. */
  record Adding(Metrics.Counter counter) implements InstrumentRecorder {
    @Override
    public void add(double amount, String... labelValues) {
      try {
        counter.labels(given(labelValues)).add(amount);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }

    @Override
    public void record(double value, String... labelValues) {
      add(value, labelValues);
    }
  }

  /** A gauge. */
  record Setting(Metrics.Gauge gauge) implements InstrumentRecorder {
    @Override
    public void add(double amount, String... labelValues) {
      try {
        gauge.labels(given(labelValues)).add(amount);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }

    @Override
    public void record(double value, String... labelValues) {
      try {
        gauge.labels(given(labelValues)).set(value);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** A histogram. */
  record Observing(Metrics.Histogram histogram) implements InstrumentRecorder {
    @Override
    public void add(double amount, String... labelValues) {
      record(amount, labelValues);
    }

    @Override
    public void record(double value, String... labelValues) {
      try {
        histogram.labels(given(labelValues)).record(value);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** Takes values nowhere. */
  record Nothing() implements InstrumentRecorder {
    @Override
    public void add(double amount, String... labelValues) {
      // Nobody would read it.
    }

    @Override
    public void record(double value, String... labelValues) {
      // Nobody would read it.
    }
  }
}
